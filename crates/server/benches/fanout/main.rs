//! A load on the real `porchlight-server`, from a process of its own: `cargo xtask bench server` runs it and judges it.
//!
//! Prints one line of JSON for each measured value on standard output, and what it is doing on standard error.

#[cfg(target_os = "linux")]
mod call;
#[cfg(target_os = "linux")]
mod campus;
#[cfg(target_os = "linux")]
mod desk;
#[cfg(target_os = "linux")]
mod measure;
#[cfg(target_os = "linux")]
mod parts;
#[cfg(target_os = "linux")]
mod peers;
#[cfg(target_os = "linux")]
mod process;
#[cfg(target_os = "linux")]
mod server;
#[cfg(target_os = "linux")]
mod watchers;
#[cfg(target_os = "linux")]
mod wire;

fn main() -> anyhow::Result<()> {
    // `cargo test --benches` starts this too, without the word.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    #[cfg(target_os = "linux")]
    parts::run()?;
    #[cfg(not(target_os = "linux"))]
    eprintln!("This benchmark reads /proc and waits with epoll: it runs on Linux only.");
    Ok(())
}
