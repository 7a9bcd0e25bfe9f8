//! The resident: the tray, and no web view, around the client's controller.

#[cfg(target_os = "linux")]
mod bus;
mod desktop;
mod panel;
mod window_process;

use std::{io::Write as _, process::ExitCode, time::Duration};

use anyhow::Context as _;
use porchlight_app::{
    VERSION,
    platform::{self, System},
    start::READY,
};
use porchlight_client::{
    Claim, ClaimError, Config, Happening,
    socket::{Guest, GuestKind, NOT_RUNNING, Unreached, is_older},
};
use porchlight_core::intent::Intent;
use tokio::{
    runtime::{Builder, Runtime},
    sync::mpsc,
    time::{sleep, timeout},
};

use self::{desktop::ResidentDesktop, panel::Panel};
use crate::tray::MainThread;

/// How many happenings may wait for the controller, which takes each at once.
const HAPPENINGS: usize = 64;
/// How long an older version may take to end, with what it has to save; and how often that is looked at.
const HANDED_OVER: Duration = Duration::from_secs(15);
const AGAIN: Duration = Duration::from_millis(50);
/// When whatever is only needed to start was needed.
const STARTED: Duration = Duration::from_secs(20);

/// Runs until it is asked to quit. `announce` says on standard output when guests can come, or why they cannot.
pub(crate) fn run(config: Config, announce: bool) -> ExitCode {
    match start(config, announce) {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error:#}");
            if announce {
                say(&format!("{error:#}"));
            }
            ExitCode::FAILURE
        }
    }
}

fn start(config: Config, announce: bool) -> anyhow::Result<ExitCode> {
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(4)
        .enable_all()
        .build()
        .context("Porchlight could not be set up")?;
    let mut taken_over = false;
    let claim = match runtime.block_on(Claim::take(&config.runtime_dir)) {
        Ok(claim) => claim,
        Err(ClaimError::AlreadyRunning) => {
            // Whoever cannot run here takes nobody's place.
            platform::check_display().map_err(anyhow::Error::msg)?;
            if let Some(claim) = runtime.block_on(meet_the_first(&config))? {
                taken_over = true;
                claim
            } else {
                if announce {
                    say(READY);
                }
                return Ok(ExitCode::SUCCESS);
            }
        }
        Err(ClaimError::Failed(error)) => return Err(error),
    };
    let system = runtime.spawn(System::connect());
    platform::check_display().map_err(anyhow::Error::msg)?;
    let system = runtime.block_on(system)?;
    if announce {
        say(READY);
    }
    // Whoever started it meant to see it; where another program did, that shows itself.
    let show = taken_over && !announce;
    let code = run_app(&runtime, config, claim, &system, show);
    // Whatever still waits for something waits in vain now.
    runtime.shutdown_background();
    Ok(code)
}

/// Says a line to whoever started this, who may have gone meanwhile.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Asks the Porchlight that runs already to show itself; or, if it is older than this one, to hand over without a word to
/// the server, so that nobody sees it. None if it goes on. One that is about to end is waited for.
async fn meet_the_first(config: &Config) -> anyhow::Result<Option<Claim>> {
    let meet = async {
        loop {
            if goes_on(config).await? {
                return Ok(None);
            }
            match Claim::take(&config.runtime_dir).await {
                Err(ClaimError::AlreadyRunning) => sleep(AGAIN).await,
                taken => return Ok(Some(taken?)),
            }
        }
    };
    timeout(HANDED_OVER, meet)
        .await
        .context("The Porchlight that is running does not end; quit it from its menu")?
}

/// Whether the Porchlight that runs already goes on, and shows itself.
async fn goes_on(config: &Config) -> anyhow::Result<bool> {
    let reached = Guest::connect_to_any(&config.runtime_dir, GuestKind::Second, false).await;
    let (mut first, running) = match reached {
        Err(Unreached::NotRunning) => return Ok(false),
        reached => reached?,
    };
    if is_older(&running, VERSION) {
        tracing::info!(running, "taking over from an older version");
        // It may be gone before it answers.
        let _ = first.ask(Intent::HandOver).await;
        while first.next().await.is_some() {}
        return Ok(false);
    }
    match first.ask(Intent::ShowWindow).await {
        Err(refusal) if refusal.code == NOT_RUNNING => Ok(false),
        shown => {
            shown?;
            Ok(true)
        }
    }
}

fn run_app(
    runtime: &Runtime,
    config: Config,
    claim: Claim,
    system: &System,
    show: bool,
) -> ExitCode {
    let _inside = runtime.enter();
    let (happened, happenings) = mpsc::channel(HAPPENINGS);
    if show {
        let _ = happened.try_send(Happening::Intent(Intent::ShowWindow));
    }
    let main_thread = MainThread::new(happened.clone());
    let main = main_thread.way();
    #[cfg(target_os = "linux")]
    let activation = main_thread.activation();
    #[cfg(not(target_os = "linux"))]
    let activation = crate::tray::Activation::default();
    let panel = Panel::new(main_thread.tray(), happened.clone());
    #[cfg(target_os = "linux")]
    let shown = tokio::sync::watch::Sender::new(None);
    #[cfg(target_os = "linux")]
    if let Some(bus) = system.session_bus().filter(|_| !config.demo) {
        runtime.spawn(bus::serve(bus, config.clone(), shown.subscribe()));
    }
    let desktop = ResidentDesktop::new(
        config.clone(),
        main.clone(),
        panel.wishes(),
        system.notices(happened.clone()),
        happened.clone(),
        activation,
        #[cfg(target_os = "linux")]
        shown,
    );

    runtime.spawn(system.clone().watch_session(happened.clone()));
    runtime.spawn(panel.watch_host(system.clone()));
    runtime.spawn(panel.watch_theme(system.clone()));
    runtime.spawn(panel.run());
    #[cfg(target_os = "linux")]
    runtime.spawn(quit_without_display(system.clone(), happened.clone()));
    runtime.spawn(quit_on_signals(happened));
    runtime.spawn(async {
        sleep(STARTED).await;
        platform::forget_start();
    });
    let idle = system.idle_source();
    runtime.spawn(async move {
        let running = porchlight_client::run(config, claim, desktop, idle, happenings);
        let ended = tokio::spawn(Box::pin(running)).await;
        // Also if the loop panicked: an icon that nothing stands behind would go on saying what was so once.
        if let Err(error) = ended.map_err(anyhow::Error::from).flatten() {
            tracing::error!("{error:#}");
            main.end(ExitCode::FAILURE);
        }
    });
    main_thread.run(runtime)
}

/// A session that can no longer be seen is over, also where nobody says so.
#[cfg(target_os = "linux")]
async fn quit_without_display(system: System, happened: mpsc::Sender<Happening>) {
    system.display_gone().await;
    let _ = happened.send(Happening::Intent(Intent::Quit)).await;
}

/// Logging out and `kill` mean Quit: goodbye is said first.
async fn quit_on_signals(happened: mpsc::Sender<Happening>) {
    match signal().await {
        Ok(()) => {
            tracing::info!("asked to end by a signal");
            let _ = happened.send(Happening::Intent(Intent::Quit)).await;
        }
        Err(error) => tracing::warn!(%error, "signals are not heard"),
    }
}

#[cfg(unix)]
async fn signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = hang_up.recv() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    Ok(())
}

#[cfg(not(unix))]
async fn signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
