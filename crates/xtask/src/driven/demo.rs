//! A day of the sample campus, with screenshots and a transcript of what the tray said.

use std::{fs, path::PathBuf};

use anyhow::Result;
use porchlight_testbed::{Button, Setup, Tray, VirtualDesktop};
use porchlight_xtask::workspace::target;

use super::DemoApp;

pub(crate) fn drive() -> Result<()> {
    let desktop = VirtualDesktop::start(Setup {
        screen: (900, 760),
        ..Setup::default()
    })?;
    let app = DemoApp::start(&desktop, "20s")?;
    let mut diary = Diary::new(&desktop)?;
    diary.note(
        "The app has started, with its embedded server and the sample campus",
        &app.tray,
    )?;

    desktop.person().moves_the_mouse()?;
    println!(
        "$ porchlight available --hold\n{}",
        app.says(&["available", "--hold"])?
    );
    app.tray.says("Available")?;
    diary.note(
        "`porchlight available --hold`: Available everywhere",
        &app.tray,
    )?;

    desktop.person().moves_the_mouse()?;
    let office = app
        .tray
        .read()?
        .entry(&["Offices"])
        .and_then(|offices| Some(offices.items.first()?.label.clone()));
    let office = office.unwrap_or_default();
    app.tray.choose(&["Offices", &office])?;
    app.tray.says("3 of 4")?;
    diary.note(
        &format!("Chosen in the tray's menu: Offices > {office} off"),
        &app.tray,
    )?;

    desktop
        .person()
        .clicks(desktop.icon_position(), Button::Right)?;
    desktop.person().waits_for_menu()?;
    diary.note("A right click on the icon opens the menu", &app.tray)?;
    desktop.person().presses("Escape")?;

    desktop
        .person()
        .clicks(desktop.icon_position(), Button::Left)?;
    let window = desktop.person().waits_for_window("Porchlight")?;
    desktop.person().waits_for_content(&window)?;
    diary.note("A left click opens the window", &app.tray)?;
    desktop
        .person()
        .clicks(desktop.icon_position(), Button::Left)?;

    println!("Nobody touches mouse or keyboard for twenty seconds ...");
    app.tray.says("Away everywhere")?;
    diary.note("No input for twenty seconds: Away", &app.tray)?;

    desktop.person().moves_the_mouse()?;
    app.tray.says("3 of 4")?;
    diary.note(
        "The mouse moves: back, with the one office still off",
        &app.tray,
    )?;

    app.quit()?;
    println!("Quit: goodbye said, both processes gone.");
    diary.close()
}

/// Screenshots and a transcript of what the tray said.
struct Diary<'a> {
    desktop: &'a VirtualDesktop,
    folder: PathBuf,
    transcript: String,
    entries: usize,
}

impl<'a> Diary<'a> {
    fn new(desktop: &'a VirtualDesktop) -> Result<Self> {
        let folder = target().join("demo");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        Ok(Self {
            desktop,
            folder,
            transcript: String::new(),
            entries: 0,
        })
    }

    fn note(&mut self, what: &str, tray: &Tray) -> Result<()> {
        self.entries += 1;
        let entry = format!("{}. {what}\n{}\n", self.entries, tray.read()?);
        println!("{entry}");
        self.transcript.push_str(&entry);
        self.desktop
            .screenshot(&self.folder.join(format!("{}.png", self.entries)))
    }

    fn close(self) -> Result<()> {
        let transcript = self.folder.join("transcript.txt");
        fs::write(&transcript, self.transcript)?;
        println!(
            "The transcript is in {}, the screenshots beside it.",
            transcript.display()
        );
        Ok(())
    }
}
