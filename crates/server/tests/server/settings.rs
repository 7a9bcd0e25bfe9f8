//! Settings: where each comes from, what comes first, and what is said of those that make no sense.

use std::{fs, process::Output};

use serde_json::Value;

use crate::command_line::{Place, binary, said};

/// Each setting, with three different values: for the file, the environment, and an option.
const SETTINGS: [(&str, &str, &str, &str); 16] = [
    ("listen", "\"127.0.0.1:1\"", "127.0.0.1:2", "[::1]:3"),
    ("idle-after", "\"11m\"", "12m", "13m"),
    ("lease", "\"101s\"", "102s", "103s"),
    ("grace", "\"11s\"", "12s", "13s"),
    ("heartbeat", "\"21s\"", "22s", "23s"),
    ("keep-alive", "\"11s\"", "12s", "13s"),
    (
        "trusted-proxies",
        "[\"10.1.0.0/16\"]",
        "10.2.0.0/16",
        "10.3.0.0/16,::1/128",
    ),
    ("tls-cert", "\"/a.pem\"", "/b.pem", "/c.pem"),
    ("tls-key", "\"/a.key\"", "/b.key", "/c.key"),
    ("max-connections", "11", "12", "13"),
    ("max-public-streams-per-address", "11", "12", "13"),
    (
        "webhook-networks",
        "[\"10.4.0.0/16\"]",
        "10.5.0.0/16",
        "10.6.0.0/16,::1/128",
    ),
    ("webhook-timeout", "\"11s\"", "12s", "13s"),
    ("webhook-retry", "\"2s\"", "3s", "4s"),
    ("webhook-attempts", "11", "12", "13"),
    ("log", "\"warn\"", "debug", "info,porchlight_server=trace"),
];

struct Checked {
    code: i32,
    answer: Value,
}

impl Checked {
    /// A setting, and where it comes from.
    fn setting(&self, name: &str) -> (Option<&str>, &str) {
        let settings = self.answer["settings"].as_array().unwrap();
        let setting = settings.iter().find(|one| one["name"] == name).unwrap();
        (setting["value"].as_str(), setting["from"].as_str().unwrap())
    }

    fn says(&self, words: &str) -> bool {
        let wrong = self.answer["wrong"].as_array().unwrap();
        wrong
            .iter()
            .any(|one| one.as_str().unwrap().contains(words))
    }
}

fn check(options: &[&str], environment: &[(String, String)]) -> Checked {
    let output = run(&[options, &["--json"]].concat(), environment);
    Checked {
        code: output.status.code().unwrap(),
        answer: serde_json::from_str(&said(&output))
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr))),
    }
}

fn run(options: &[&str], environment: &[(String, String)]) -> Output {
    let mut command = binary();
    command.args(["config", "check"]).args(options);
    command.envs(environment.iter().cloned());
    command.output().unwrap()
}

fn variable(name: &str) -> String {
    format!("PORCHLIGHT_{}", name.replace('-', "_").to_uppercase())
}

#[test]
fn an_option_comes_before_the_environment_before_the_file_before_the_default() {
    let place = Place::new();
    let file = place.file("server.toml");
    let lines = SETTINGS.map(|(name, in_file, ..)| format!("{name} = {in_file}\n"));
    fs::write(&file, lines.concat()).unwrap();
    let by_default = check(&[], &[]);
    let listed: Vec<_> = by_default.answer["settings"].as_array().unwrap().clone();
    let mut names: Vec<_> = listed
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    names.retain(|name| *name != "data");
    assert_eq!(names, SETTINGS.map(|(name, ..)| name), "each is tried here");
    let config = ["--config", file.to_str().unwrap()];
    let environment = SETTINGS.map(|(name, _, value, _)| (variable(name), value.to_owned()));
    let options: Vec<String> = SETTINGS
        .iter()
        .flat_map(|(name, _, _, value)| [format!("--{name}"), (*value).to_owned()])
        .collect();
    let options: Vec<_> = options.iter().map(String::as_str).collect();
    let by_file = check(&config, &[]);
    let by_environment = check(&config, &environment);
    let by_option = check(&[&config[..], &options].concat(), &environment);
    for (name, in_file, in_environment, in_option) in SETTINGS {
        assert_eq!(by_default.setting(name).1, "default", "{name}");
        let in_file = in_file.trim_matches(['"', '[', ']']);
        assert_eq!(by_file.setting(name), (Some(in_file), "file"));
        let found = by_environment.setting(name);
        assert_eq!(found, (Some(in_environment), "environment"));
        assert_eq!(by_option.setting(name), (Some(in_option), "option"));
    }
}

#[test]
fn what_makes_no_sense_in_the_file_is_named_with_its_line() {
    let place = Place::new();
    let file = place.file("server.toml");
    for (line, words) in [
        ("leese = \"90s\"", "unknown field `leese`"),
        ("lease = \"90\"", "`90` is not a duration"),
        ("lease = 90", "expected a string"),
        (
            "trusted-proxies = [\"nowhere\"]",
            "`nowhere` is not a network",
        ),
        ("max-connections = 0", "nonzero"),
        ("listen = \"here\"", "invalid socket address"),
        ("[lease]", ""),
        ("nonsense", ""),
    ] {
        fs::write(&file, format!("# A comment.\ngrace = \"5s\"\n{line}\n")).unwrap();
        for command in [&["config", "check"][..], &["serve"]] {
            let config = ["--config", file.to_str().unwrap()];
            let output = place.run(&[command, &config].concat());
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{line}: {said}");
            assert!(said.contains("server.toml"), "{line}: {said}");
            assert!(said.contains("line 3"), "{line}: {said}");
            assert!(said.contains(words), "{line}: {said}");
        }
    }
    let missing = run(&["--config", "/no/such.toml"], &[]);
    assert_eq!(missing.status.code(), Some(1));
}

#[test]
fn a_file_names_files_beside_it_and_may_name_the_data() {
    let place = Place::new();
    let file = place.file("server.toml");
    fs::write(&file, "data = \"data\"\nlisten = \"127.0.0.1:0\"\n").unwrap();
    let checked = check(&["--config", file.to_str().unwrap()], &[]);
    assert_eq!(
        checked.setting("data"),
        (place.data().to_str(), "file"),
        "{}",
        checked.answer
    );
    assert_eq!(checked.code, 0, "{}", checked.answer);
    let mut command = binary();
    command.args(["serve", "--config", file.to_str().unwrap()]);
    let serving = crate::command_line::Serving::run(command);
    assert_eq!(serving.terminate(), Some(0));
    let nowhere = binary().arg("serve").output().unwrap();
    assert_eq!(nowhere.status.code(), Some(2));
}

#[test]
fn what_would_go_wrong_is_said_before_it_does() {
    let place = Place::new();
    let data = place.data();
    let data = ["--data", data.to_str().unwrap()];
    let well = check(&data, &[]);
    assert_eq!((well.code, &well.answer["well"]), (0, &true.into()));
    let nothing = check(&["--data", "/no/such/place"], &[]);
    assert_eq!(nothing.code, 1);
    assert!(nothing.says("There is no data in /no/such/place"));
    assert!(check(&[], &[]).says("No data directory is named"));
    let late = check(&[&data[..], &["--heartbeat", "60s"]].concat(), &[]);
    assert!(late.says("too late for a lease of 1m"), "{}", late.answer);
    let misspelt = [("PORCHLIGHT_LEESE".to_owned(), "90s".to_owned())];
    assert!(check(&data, &misspelt).says("PORCHLIGHT_LEESE"));
    let open = check(&[&data[..], &["--listen", "0.0.0.0:8787"]].concat(), &[]);
    assert!(open.says("unencrypted"), "{}", open.answer);
    let alone = run(&[&data[..], &["--tls-cert", "/a.pem"]].concat(), &[]);
    assert_eq!(alone.status.code(), Some(1));
    let pair = ["--tls-cert", "/no/a.pem", "--tls-key", "/no/a.key"];
    let unreadable = check(&[&data[..], &pair].concat(), &[]);
    assert!(unreadable.says("The certificate /no/a.pem cannot be read"));
    let words = said(&run(&data, &[]));
    assert!(words.contains("lease"), "{words}");
    assert!(words.ends_with("All is well.\n"), "{words}");
}

/// The file that the package brings shows each setting, and each line of it is one once it is no comment any more.
#[test]
fn the_packaged_file_has_every_setting() {
    let place = Place::new();
    let packaged = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/server.toml");
    let packaged = fs::read_to_string(packaged).unwrap();
    let lines = packaged.lines().filter_map(|line| {
        let line = line.strip_prefix('#')?;
        (!line.starts_with(' ')).then(|| format!("{line}\n"))
    });
    let file = place.file("server.toml");
    fs::write(&file, lines.collect::<String>()).unwrap();
    let checked = check(&["--config", file.to_str().unwrap()], &[]);
    let by_default = check(&[], &[]);
    for setting in checked.answer["settings"].as_array().unwrap() {
        let name = setting["name"].as_str().unwrap();
        assert_eq!(setting["from"], "file", "{name} is not in it");
        let default = by_default.setting(name).0;
        assert!(
            default.is_none() || checked.setting(name).0 == default,
            "{name} is not as it is without the file"
        );
    }
}
