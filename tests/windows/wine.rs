//! A person before Wine's task bar.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use porchlight_testbed::{Button, Process, Setup, Shell, VirtualDesktop};
use porchlight_xtask::windows;

use super::{CLOCK_ON_DARK, COLOURS, LIGHT_ON_DARK, MENU};
use crate::harness::{PASSWORD, Server, public_office, until};

/// Wine's desktop, in the screen's one window.
const DESKTOP: &str = "/desktop=porchlight,1000x700";
/// What the menu has from the top to the bottom, and what "Available for" has; a line between two is empty.
const MENU_ENTRIES: &[&str] = &[
    "(the headline)",
    "",
    "Available everywhere",
    "Available for",
    "Away everywhere",
    "Away for",
    "Follow my schedule",
    "Offline",
    "",
    "Offices",
    "",
    "Open Porchlight",
    "Settings",
    "Quit",
];
const SUBMENU_ENTRIES: &[&str] = &["30 minutes", "1 hour", "2 hours", "4 hours"];
/// Pixels of Wine's menus.
const MENU_BORDER: u32 = 3;
const MENU_LINE: u32 = 9;

/// Wine brings what a panel would.
pub(super) const SCREEN: Setup = Setup {
    panel: false,
    shell: Shell::Xfce,
    idle_time: true,
    notifications: false,
    dark: false,
    screen: (1024, 768),
};

/// A person before Wine's desktop, and the app there.
pub(super) struct OnWindows<'a> {
    desktop: &'a VirtualDesktop,
    program: PathBuf,
    /// The app's own folders; none where it has those that Windows gives to everybody.
    folder: Option<PathBuf>,
    _explorer: Process,
}

/// What a command came to.
pub(super) struct Said {
    pub(super) code: i32,
    pub(super) text: String,
}

impl<'a> OnWindows<'a> {
    /// Starts the app as it was built, and waits until it hears commands.
    pub(super) fn start(desktop: &'a VirtualDesktop) -> Self {
        let folder = desktop.home().join("ana");
        fs::create_dir(&folder).unwrap();
        let program = windows::program(windows::TESTED, "porchlight");
        let ana = Self::with(desktop, program, Some(folder));
        ana.starts_it();
        ana
    }

    /// Only the desktop, with an app that is yet to be installed at this place, and the folders that Windows gives it.
    pub(super) fn before_installing(desktop: &'a VirtualDesktop, program: PathBuf) -> Self {
        Self::with(desktop, program, None)
    }

    fn with(desktop: &'a VirtualDesktop, program: PathBuf, folder: Option<PathBuf>) -> Self {
        let mut command = wine(desktop, "wine");
        command.args(["explorer", DESKTOP]);
        let explorer = desktop.spawn("explorer", command).unwrap();
        let person = Self {
            desktop,
            program,
            folder,
            _explorer: explorer,
        };
        until("Wine's desktop is there", || {
            !desktop.person().sees_windows("Wine desktop").is_empty()
        });
        person.paints_the_task_bar("0");
        person
    }

    /// Starts the app, and waits until it hears commands.
    pub(super) fn starts_it(&self) {
        self.opens(&self.program, &[]);
        until("the app hears commands", || {
            self.run(&["status"], "").code != 3
        });
    }

    /// Opens a program on the desktop, as a double click does.
    pub(super) fn opens(&self, program: &Path, words: &[&str]) {
        let mut command = self.wine();
        command.args(["explorer", DESKTOP]).arg(program).args(words);
        let log = File::create(self.desktop.home().join("logs/opened.log")).unwrap();
        command.stdout(log.try_clone().unwrap()).stderr(log);
        assert!(command.status().unwrap().success(), "{}", program.display());
    }

    pub(super) fn signs_in(&self, server: &str) {
        let said = self.run(
            &[
                "sign-in",
                "--server",
                server,
                "--email",
                "ana@example.edu",
                "--password-stdin",
            ],
            PASSWORD,
        );
        assert_eq!(said.code, 0, "{}", said.text);
    }

    /// Runs a command that must succeed, and returns what it says.
    pub(super) fn does(&self, words: &[&str]) -> String {
        let said = self.run(words, "");
        assert_eq!(said.code, 0, "porchlight {words:?} said {}", said.text);
        said.text
    }

    pub(super) fn run(&self, words: &[&str], input: &str) -> Said {
        let mut command = self.wine();
        command
            .arg(&self.program)
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that asks for nothing ends without reading.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let answer = child.wait_with_output().unwrap();
        Said {
            code: answer.status.code().unwrap_or(-1),
            text: String::from_utf8_lossy(&[answer.stdout, answer.stderr].concat()).into_owned(),
        }
    }

    /// Is Available until that is changed, and seen to be.
    pub(super) fn is_available(&self, server: &Server<'_>) {
        self.signs_in(&server.url);
        self.does(&["available", "--hold"]);
        assert_eq!(agents_available(server), 1);
        self.shows(LIGHT_ON_DARK, true);
    }

    /// Chooses a dark task bar (`0`) or a light one (`1`), as the settings do.
    pub(super) fn paints_the_task_bar(&self, light: &str) {
        let value = ["/v", "SystemUsesLightTheme", "/t", "REG_DWORD", "/d", light];
        self.reg(&[&["add", COLOURS, "/f"][..], &value].concat());
    }

    /// What the registry says, which there must be.
    pub(super) fn reg(&self, words: &[&str]) -> String {
        self.finds(words).unwrap_or_else(|| panic!("reg {words:?}"))
    }

    /// What the registry says; none where there is nothing of that name.
    pub(super) fn finds(&self, words: &[&str]) -> Option<String> {
        let answer = self.wine().arg("reg").args(words).output().unwrap();
        let said = String::from_utf8_lossy(&answer.stdout).into_owned();
        answer.status.success().then_some(said)
    }

    /// The texts of the windows of this kind that are there to be seen.
    pub(super) fn sees(&self, class: &str) -> String {
        self.probes(&["seen", class])
    }

    fn probes(&self, words: &[&str]) -> String {
        let mut command = self.wine();
        let answer = command.arg(windows::probe()).args(words).output().unwrap();
        assert!(answer.status.success(), "probe {words:?}");
        String::from_utf8_lossy(&answer.stdout).replace('\r', "")
    }

    /// Gives a window of the app's a message that Windows would send, and waits until it has been answered.
    pub(super) fn hears(&self, class: &str, message: u32, what: u32) {
        self.probes(&["tell", class, &message.to_string(), &what.to_string()]);
    }

    /// Waits for the menu, or its submenu, and clicks at an entry. Wine's menus say nothing of their entries; the unit tests
    /// read them.
    pub(super) fn picks(&self, depth: usize, entry: &str) {
        let entries = if depth == 1 {
            MENU_ENTRIES
        } else {
            SUBMENU_ENTRIES
        };
        until("a menu opens", || self.places(MENU).len() == depth);
        let [left, top, right, bottom] = self.places(MENU)[0];
        let lines: u32 = entries
            .iter()
            .map(|entry| u32::from(entry.is_empty()))
            .sum();
        let count: u32 = entries
            .iter()
            .map(|entry| u32::from(!entry.is_empty()))
            .sum();
        let height = (bottom - top - 2 * MENU_BORDER - lines * MENU_LINE) / count;
        let above = entries.iter().take_while(|other| **other != entry);
        let above: u32 = above
            .map(|other| if other.is_empty() { MENU_LINE } else { height })
            .sum();
        let (x, y) = self.corner();
        let place = (
            x + u32::midpoint(left, right),
            y + top + MENU_BORDER + above + height / 2,
        );
        self.desktop.person().clicks(place, Button::Left).unwrap();
    }

    /// Where the windows of this kind are on Wine's desktop, the topmost first.
    fn places(&self, class: &str) -> Vec<[u32; 4]> {
        let said = self.probes(&["places", class]);
        let place = |line: &str| {
            let numbers: Vec<u32> = line.split(' ').map(|word| word.parse().unwrap()).collect();
            numbers.try_into().unwrap()
        };
        said.lines().map(place).collect()
    }

    /// Where Wine's desktop is on the screen: what lies between what each of them says of the mouse.
    fn corner(&self) -> (u32, u32) {
        let on_the_screen = self
            .desktop
            .person()
            .xdotool(&["getmouselocation", "--shell"]);
        let on_the_screen = on_the_screen.unwrap();
        let number = |name: &str| -> u32 {
            let line = on_the_screen
                .lines()
                .find_map(|line| line.strip_prefix(name));
            line.unwrap().parse().unwrap()
        };
        let on_the_desktop = self.probes(&["mouse"]);
        let (x, y) = on_the_desktop.trim().split_once(' ').unwrap();
        (
            number("X=") - x.parse::<u32>().unwrap(),
            number("Y=") - y.parse::<u32>().unwrap(),
        )
    }

    /// Wine, with the settings of this person.
    fn wine(&self) -> Command {
        let mut command = wine(self.desktop, "wine");
        if let Some(folder) = &self.folder {
            let folder = format!("Z:{}", folder.display());
            command
                .env("PORCHLIGHT_STATE_DIR", &folder)
                .env("PORCHLIGHT_RUNTIME_DIR", &folder);
        }
        command
    }

    pub(super) fn presses(&self, key: &str) {
        self.desktop.person().presses(key).unwrap();
    }

    pub(super) fn clicks(&self, button: Button) {
        self.desktop.person().clicks(self.icon(), button).unwrap();
    }

    pub(super) fn points_at_the_icon(&self) {
        let (x, y) = self.icon();
        let place = [x.to_string(), y.to_string()];
        self.desktop
            .person()
            .xdotool(&["mousemove", &place[0], &place[1]])
            .unwrap();
    }

    /// Where the task bar has the icon: by its colours, which nothing else has.
    fn icon(&self) -> (u32, u32) {
        let pixels = fs::read(self.desktop.pixels()).unwrap();
        let (width, height) = SCREEN.screen;
        let picture = &pixels[pixels.len() - (width * height * 4) as usize..];
        let light = picture
            .chunks(4)
            .position(|pixel| pixel[..3] == LIGHT_ON_DARK || pixel[..3] == CLOCK_ON_DARK);
        let light = u32::try_from(light.expect("an icon in the task bar")).unwrap();
        (light % width, light / width)
    }

    /// Ends the session as the start menu does: everybody is asked, and told, and waited for.
    pub(super) fn logs_out(&self) {
        let mut command = self.wine();
        command.args([
            "explorer",
            "/desktop=porchlight",
            "wineboot",
            "--end-session",
        ]);
        assert!(command.status().unwrap().success());
    }

    /// Waits until the screen has this colour, or has not.
    pub(super) fn shows(&self, colour: [u8; 3], wanted: bool) {
        until("the icon has the colour of its state", || {
            let pixels = fs::read(self.desktop.pixels()).unwrap();
            pixels.windows(3).any(|pixel| pixel == colour) == wanted
        });
    }
}

impl Drop for OnWindows<'_> {
    fn drop(&mut self) {
        let _ = wine(self.desktop, "wineserver").arg("--kill").status();
        let _ = wine(self.desktop, "wineserver").arg("--wait").status();
    }
}

/// A program of Wine's on this desktop.
fn wine(desktop: &VirtualDesktop, program: &str) -> Command {
    let mut command = desktop.command(program);
    command.envs(windows::environment());
    command
}

pub(super) fn agents_available(server: &Server<'_>) -> u64 {
    public_office(&server.url, "it")["agents_available"]
        .as_u64()
        .unwrap()
}
