use tokio::sync::mpsc;

use crate::{Claim, Config, Desktop, Happening, IdleSource};

/// Runs the resident until it was asked to quit and goodbye was said, which takes at most 5 s.
///
/// # Errors
/// If the state directory cannot be made.
pub async fn run(
    config: Config,
    claim: Claim,
    desktop: impl Desktop,
    idle: Box<dyn IdleSource>,
    happenings: mpsc::Receiver<Happening>,
) -> anyhow::Result<()> {
    let _ = (config, claim, desktop, idle, happenings);
    unimplemented!()
}
