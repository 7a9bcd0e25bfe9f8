//! The app on a desktop with a real panel, signed in to a real server: `cargo xtask bench app` runs it and judges it.
//!
//! Prints one line of JSON for each measured value on standard output, and what it is doing on standard error.

#[cfg(target_os = "linux")]
mod campus;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(target_os = "linux")]
mod run;
#[cfg(target_os = "linux")]
mod screen;

fn main() -> anyhow::Result<()> {
    // `cargo test --benches` starts this too, without the word.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    #[cfg(target_os = "linux")]
    run::run()?;
    #[cfg(not(target_os = "linux"))]
    eprintln!("This benchmark needs Xvfb, a panel and /proc: it runs on Linux only.");
    Ok(())
}
