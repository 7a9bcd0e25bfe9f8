/// Answers one document of the explain format: facts as JSON in, the result as JSON out (one line, no newline).
/// A bad document is answered by `{"error": "..."}` in the `Err`.
///
/// # Errors
/// If the document is not JSON of the explain format, names an unknown zone, or holds an impossible value.
pub fn explain(document: &str) -> Result<String, String> {
    let _ = document;
    unimplemented!()
}
