//! Porchlight's window: a process of its own with a web view, a guest of the resident. It shows what it is told and
//! forwards what the person does; it decides nothing.

mod place;

use std::{fs::File, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use porchlight_app::{
    VERSION,
    platform::{self, System},
    start::start_resident,
};
use porchlight_client::{
    Config,
    socket::{Asker, Guest, GuestKind, Refusal, ToGuest, Views},
};
use porchlight_core::{intent::Intent, view::View};
use tauri::{
    AppHandle, Emitter as _, Manager as _, State, Theme, WebviewUrl, WebviewWindowBuilder,
    WindowEvent, webview::PageLoadEvent, window::Color,
};
use tokio::{
    runtime::{Builder, Runtime},
    sync::watch,
};

use self::place::Place;

const LABEL: &str = "main";
/// The page's colours, as in `ui/index.html`.
const DAY: Color = Color(0xfb, 0xfa, 0xf8, 0xff);
const NIGHT: Color = Color(0x1a, 0x19, 0x18, 0xff);
/// Held by the one window for as long as it lives.
const LOCK: &str = "window.lock";

/// The way to the resident.
struct Link {
    asker: Asker,
    latest: watch::Receiver<Option<View>>,
}

/// Shows the window until it is closed, the resident says so, or the resident is gone.
fn main() -> ExitCode {
    porchlight_app::log("warn");
    match Config::from_environment(VERSION, false).and_then(|config| open(&config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn open(config: &Config) -> anyhow::Result<()> {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .context("the window could not be set up")?;
    tauri::async_runtime::set(runtime.handle().clone());
    let _inside = runtime.enter();
    let guest = runtime.spawn(connect(config.runtime_dir.clone()));
    let dark = preference(&runtime);
    platform::check_display().map_err(anyhow::Error::msg)?;
    let Some((guest, _only)) = runtime.block_on(guest)?? else {
        return Ok(());
    };
    let (asker, views) = guest.split();

    let (told, latest) = watch::channel(None);
    let state_dir = config.state_dir.clone();
    let place = Place::recall(&state_dir);
    let app = tauri::Builder::default()
        .manage(Link { asker, latest })
        .invoke_handler(tauri::generate_handler![view, intend])
        .on_window_event(move |window, event| {
            if matches!(event, WindowEvent::CloseRequested { .. })
                && let Some(place) = Place::of(window)
            {
                place.remember(&state_dir);
            }
        })
        .build(tauri::generate_context!())
        .context("the window's event loop could not be set up")?;
    show(app.handle(), place, *dark.borrow())?;
    runtime.spawn(follow(app.handle().clone(), views, told));
    runtime.spawn(follow_theme(app.handle().clone(), dark));
    app.run(|_, _| {});
    Ok(())
}

/// Starts the resident where there is none. None where another window is open, which is then asked to the front.
async fn connect(runtime_dir: PathBuf) -> anyhow::Result<Option<(Guest, File)>> {
    if Guest::connect(&runtime_dir, GuestKind::CommandLine, false)
        .await
        .is_err()
    {
        start_resident().await?;
    }
    let only = File::create(runtime_dir.join(LOCK))
        .context("the runtime directory cannot be written to")?;
    if only.try_lock().is_err() {
        Guest::connect(&runtime_dir, GuestKind::CommandLine, false)
            .await?
            .ask(Intent::ShowWindow)
            .await?;
        return Ok(None);
    }
    Ok(Some((
        Guest::connect(&runtime_dir, GuestKind::Window, true).await?,
        only,
    )))
}

/// Follows whether the person prefers dark windows; none where the desktop does not tell.
fn preference(runtime: &Runtime) -> watch::Receiver<Option<bool>> {
    let (told, dark) = watch::channel(None);
    runtime.spawn(async move {
        let tell = |dark| told.send_modify(|known| *known = Some(dark));
        System::connect().await.watch_windows(tell).await;
    });
    dark
}

/// Shows the window in its page's colour before there is a page: the desktop makes room for it while WebKit starts.
/// Where that colour is not known the window waits for its page, so that nothing flashes white.
fn show(app: &AppHandle, place: Option<Place>, prefers_dark: Option<bool>) -> tauri::Result<()> {
    let mut window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Porchlight")
        .min_inner_size(320.0, 420.0)
        .theme(prefers_dark.map(theme));
    window = match prefers_dark.or_else(platform::theme_is_dark) {
        Some(dark) => window.background_color(if dark { NIGHT } else { DAY }),
        None => window.visible(false).on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Finished {
                let _ = window.show();
            }
        }),
    };
    let Place { width, height, .. } = place.unwrap_or_default();
    window = window.inner_size(width, height);
    window = match place.and_then(|place| place.position(app)) {
        Some((x, y)) => window.position(x, y),
        None => window.center(),
    };
    window.build()?;
    Ok(())
}

async fn follow(app: AppHandle, mut views: Views, told: watch::Sender<Option<View>>) {
    while let Some(line) = views.next().await {
        match line {
            ToGuest::View { view } => {
                told.send_replace(Some(View::clone(&view)));
                let _ = app.emit_to(LABEL, "view", view);
            }
            ToGuest::Raise => raise(&app),
            ToGuest::Close => break,
            ToGuest::Answer { .. } => {}
        }
    }
    close(&app);
}

fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

fn close(app: &AppHandle) {
    match app.get_webview_window(LABEL) {
        Some(window) if window.close().is_ok() => {}
        _ => app.exit(0),
    }
}

async fn follow_theme(app: AppHandle, mut dark: watch::Receiver<Option<bool>>) {
    loop {
        if let Some(dark) = *dark.borrow_and_update() {
            app.set_theme(Some(theme(dark)));
        }
        if dark.changed().await.is_err() {
            return;
        }
    }
}

const fn theme(dark: bool) -> Theme {
    if dark { Theme::Dark } else { Theme::Light }
}

/// The view as it is now, for a page that has just been loaded.
#[tauri::command]
async fn view(link: State<'_, Link>) -> Result<View, Refusal> {
    let mut latest = link.latest.clone();
    let known = latest
        .wait_for(Option::is_some)
        .await
        .ok()
        .and_then(|view| view.clone());
    known.ok_or_else(|| Refusal {
        code: "not_running".into(),
        message: "Porchlight has ended. Start it again with `porchlight`.".into(),
    })
}

#[tauri::command]
async fn intend(link: State<'_, Link>, intent: Intent) -> Result<(), Refusal> {
    link.asker.ask(intent).await
}
