//! The presence server's binary; everything is in the library.

fn main() -> std::process::ExitCode {
    porchlight_server::cli::run()
}
