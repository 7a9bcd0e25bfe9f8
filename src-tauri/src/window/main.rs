//! Porchlight's window: a process of its own with a web view, a guest of the resident. It shows what it is told and
//! forwards what the person does; it decides nothing.

#![windows_subsystem = "windows"]

mod place;
mod shade;

use std::{fs::File, path::Path, process::ExitCode};

use anyhow::Context as _;
use chrono::Utc;
use chrono_tz::Tz;
use porchlight_app::{
    VERSION,
    autostart::{self, AtLoginReport, AutostartError},
    log,
    platform::{self, System},
    roster::{self, RosterReport},
    start::{DEMO, start_resident, take_over},
};
use porchlight_client::{
    Config,
    socket::{Asker, Guest, GuestKind, Refusal, ToGuest, Unreached, Views, is_older},
};
use porchlight_core::{
    LocalSchedule, Preview,
    intent::{Done, Intent},
    locale::{Clock, Locale, SystemLocale},
    view::View,
};
use tauri::{
    AppHandle, Emitter as _, Manager as _, State, Theme, WebviewUrl, WebviewWindowBuilder,
    WindowEvent,
};
use tokio::{runtime::Builder, sync::watch};

use self::{place::Place, shade::Shade};

const LABEL: &str = "main";
/// Held by the one window for as long as it lives.
const LOCK: &str = "window.lock";

/// The way to the resident.
struct Link {
    asker: Asker,
    latest: watch::Receiver<Option<View>>,
    /// Of the sample campus, and not of the real app.
    demo: bool,
    /// The language of the system, until there is something to be shown.
    system: SystemLocale,
}

impl Link {
    /// The language of what is shown.
    fn locale(&self) -> Locale {
        let view = self.latest.borrow();
        let shown = view.as_ref().map(|view| view.locale.locale());
        shown.unwrap_or_else(|| Locale::new(&self.system, "system", Clock::System))
    }
}

/// Shows the window until it is closed, the resident says so, or the resident is gone.
fn main() -> ExitCode {
    platform::start_process();
    let demo = std::env::args_os().any(|word| word == DEMO);
    match Config::from_environment(VERSION, demo).and_then(|config| {
        let file = config.state_dir.join("porchlight-window.log");
        let _log = log::start("warn", Some(file));
        open(&config)
    }) {
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
    let guest = runtime.spawn(connect(config.clone()));
    platform::check_display().map_err(anyhow::Error::msg)?;
    let shade = set_up_toolkit()?;
    let Some((guest, _only)) = runtime.block_on(guest)?? else {
        return Ok(());
    };
    let (asker, views) = guest.split();
    let alive = asker.clone();

    let (told, latest) = watch::channel(None);
    let state_dir = config.state_dir.clone();
    let place = Place::recall(&state_dir);
    let app = tauri::Builder::default()
        .manage(Link {
            asker,
            latest,
            demo: config.demo,
            system: config.locale.clone(),
        })
        .invoke_handler(tauri::generate_handler![
            view,
            intend,
            preview,
            zones,
            read_calendar,
            write_calendar,
            autostart,
            set_autostart,
            diagnostics
        ])
        .on_window_event(move |window, event| {
            if matches!(event, WindowEvent::CloseRequested { .. })
                && let Some(place) = Place::of(window)
            {
                place.remember(&state_dir);
            }
        })
        .build(tauri::generate_context!())
        .context("the window's event loop could not be set up")?;
    show(app.handle(), place)?;
    runtime.spawn(follow(app.handle().clone(), views, told, alive));
    runtime.spawn(follow_theme(app.handle().clone(), shade));
    app.run(|_, _| {});
    Ok(())
}

/// Sets up GTK ahead of Tauri, which would panic where it cannot.
#[cfg(target_os = "linux")]
fn set_up_toolkit() -> anyhow::Result<Shade> {
    use gtk::{Settings, traits::GtkSettingsExt as _};

    gtk::init().context(
        "The window cannot be drawn on this display. Start Porchlight inside a desktop session.",
    )?;
    let own = Settings::default().is_some_and(|own| own.is_gtk_application_prefer_dark_theme());
    Ok(Shade::new(own))
}

/// Nothing to do.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
fn set_up_toolkit() -> anyhow::Result<Shade> {
    Ok(Shade::new(false))
}

/// Starts the resident where there is none. None where another window is open, which is then asked to the front.
async fn connect(config: Config) -> anyhow::Result<Option<(Guest, File)>> {
    let runtime_dir = config.runtime_dir.clone();
    let attempt = async || Guest::connect(&runtime_dir, GuestKind::CommandLine, false).await;
    match attempt().await {
        Ok(_) => {}
        Err(Unreached::NotRunning) => start_resident(&config).await?,
        // It was updated while it ran. The new one shows a window of its own.
        Err(Unreached::OtherVersion { running }) if is_older(&running, VERSION) => {
            take_over(&config)?;
            return Ok(None);
        }
        Err(error) => return Err(error.into()),
    }
    let only = File::create(runtime_dir.join(LOCK))
        .context("the runtime directory cannot be written to")?;
    if only.try_lock().is_err() {
        attempt().await?.ask(Intent::ShowWindow).await?;
        return Ok(None);
    }
    Ok(Some((
        Guest::connect(&runtime_dir, GuestKind::Window, true).await?,
        only,
    )))
}

fn show(app: &AppHandle, place: Option<Place>) -> tauri::Result<()> {
    let mut window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Porchlight")
        .min_inner_size(320.0, 420.0)
        .visible(false)
        .zoom_hotkeys_enabled(true)
        // Shown only once there is something to see: nothing flashes, and WebKit is done sooner than where it has to
        // paint a window without a page meanwhile.
        .on_page_load(|window, load| {
            if load.event() == tauri::webview::PageLoadEvent::Finished {
                let _ = window.show();
            }
        });
    let Place { width, height, .. } = place.unwrap_or_default();
    window = window.inner_size(width, height);
    window = match place.and_then(|place| place.position(app)) {
        Some((x, y)) => window.position(x, y),
        None => window.center(),
    };
    window.build()?;
    Ok(())
}

async fn follow(app: AppHandle, mut views: Views, told: watch::Sender<Option<View>>, alive: Asker) {
    while let Some(line) = views.next().await {
        match line {
            ToGuest::View { view } => {
                told.send_replace(Some(View::clone(&view)));
                let _ = app.emit_to(LABEL, "view", view);
            }
            // Where the window draws: only that shows that it does not hang.
            ToGuest::Ping => {
                let alive = alive.clone();
                let _ = app.run_on_main_thread(move || alive.pong());
            }
            ToGuest::Raise => raise(&app),
            ToGuest::Close => break,
            ToGuest::Hello { .. }
            | ToGuest::Answer { .. }
            | ToGuest::Preview { .. }
            | ToGuest::Why { .. } => {}
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

async fn follow_theme(app: AppHandle, mut shade: Shade) {
    let prefer = move |dark| {
        if let Some(dark) = shade.prefer(dark) {
            app.set_theme(Some(if dark { Theme::Dark } else { Theme::Light }));
        }
    };
    System::connect().await.watch_windows(prefer).await;
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
async fn intend(link: State<'_, Link>, intent: Intent) -> Result<Done, Refusal> {
    link.asker.ask(intent).await
}

/// How the next two weeks will be by a schedule that is not saved.
#[tauri::command]
async fn preview(link: State<'_, Link>, schedule: LocalSchedule) -> Result<Preview, Refusal> {
    link.asker.preview(schedule).await
}

/// The time zones that are offered for a schedule: those that the deciding code knows, whatever the web view does.
#[tauri::command]
fn zones() -> Vec<&'static str> {
    porchlight_core::zones().collect()
}

/// The shifts of a calendar, read by the clocks of a zone.
#[tauri::command(async)]
#[expect(clippy::needless_pass_by_value, reason = "the shape of a command")]
fn read_calendar(
    link: State<'_, Link>,
    name: String,
    text: String,
    zone: String,
) -> Result<RosterReport, Refusal> {
    let now = Utc::now();
    let today = zone.parse::<Tz>().map(|zone| now.with_timezone(&zone));
    let today = today.map_or_else(|_| now.date_naive(), |now| now.date_naive());
    roster::read(&text, &name, (&zone, today), &link.locale())
        .map_err(|message| Refusal::new("calendar", message))
}

/// Writes a schedule as a calendar to where downloads are, and says in which file.
#[tauri::command(async)]
#[expect(clippy::needless_pass_by_value, reason = "the shape of a command")]
fn write_calendar(
    app: AppHandle,
    link: State<'_, Link>,
    schedule: LocalSchedule,
) -> Result<String, Refusal> {
    let locale = link.locale();
    let unwritten = |place: &Path| {
        let message = locale
            .messages()
            .roster_unwritten(place.display().to_string());
        Refusal::new("calendar", message)
    };
    let known = app.path().download_dir().or_else(|_| app.path().home_dir());
    let folder = known.map_err(|_| unwritten(Path::new("~")))?;
    let today = Utc::now().date_naive();
    let written = roster::written(&schedule, today, &locale);
    let text = written.ok().flatten().ok_or_else(|| unwritten(&folder))?;
    match roster::write_beside(&folder, &text) {
        Ok(file) => Ok(file.display().to_string()),
        Err((file, error)) => {
            tracing::warn!(%error, "the schedule could not be exported");
            Err(unwritten(&file))
        }
    }
}

/// What is going on inside, as one text.
#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "the shape of a command")]
fn diagnostics(link: State<'_, Link>) -> String {
    let latest = link.latest.borrow();
    latest
        .as_ref()
        .map(View::diagnostics_text)
        .unwrap_or_default()
}

/// Whether Porchlight starts at login: of this computer, so that the resident has no part in it.
#[tauri::command(async)]
#[expect(clippy::needless_pass_by_value, reason = "the shape of a command")]
fn autostart(link: State<'_, Link>) -> Result<AtLoginReport, Refusal> {
    let locale = link.locale();
    autostart::here(link.demo)
        .and_then(|autostart| autostart.status())
        .map(|at_login| at_login.report(&locale))
        .map_err(|error| refused(&locale, &error))
}

#[tauri::command(async)]
#[expect(clippy::needless_pass_by_value, reason = "the shape of a command")]
fn set_autostart(link: State<'_, Link>, on: bool) -> Result<(), Refusal> {
    let locale = link.locale();
    autostart::here(link.demo)
        .and_then(|autostart| autostart.set(on))
        .map(drop)
        .map_err(|error| refused(&locale, &error))
}

fn refused(locale: &Locale, error: &AutostartError) -> Refusal {
    Refusal {
        code: "autostart".into(),
        message: error.words(locale),
    }
}
