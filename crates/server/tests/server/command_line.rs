//! The real binary: its command line, beside a running server and without one, and killed at any moment.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

use crate::world::PASSWORD;

pub(crate) fn binary() -> Command {
    without_settings(Command::new(env!("CARGO_BIN_EXE_porchlight-server")))
}

fn without_settings(mut command: Command) -> Command {
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PORCHLIGHT_")) {
        command.env_remove(name);
    }
    command
}

pub(crate) fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = binary()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that refuses early does not read its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) struct Place {
    directory: tempfile::TempDir,
}

impl Place {
    pub(crate) fn empty() -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn new() -> Self {
        let place = Self::empty();
        place.does(&[
            "init",
            "--email",
            "olga@example.org",
            "--name",
            "Olga",
            "--password-stdin",
        ]);
        place.does(&["office", "add", "library", "--name", "Library", "--public"]);
        place.does(&[
            "agent",
            "add",
            "--email",
            "ana@example.org",
            "--name",
            "Ana",
            "--password-stdin",
        ]);
        place.does(&["member", "add", "library", "ana@example.org"]);
        place
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    /// A file beside the data.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let data = self.data();
        let mut all = arguments.to_vec();
        all.extend(["--data", data.to_str().unwrap()]);
        run(&all, &format!("{PASSWORD}\n"))
    }

    pub(crate) fn does(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        said(&output)
    }

    /// Answers what is said by a command that ends with another code.
    fn does_not(&self, arguments: &[&str], code: i32) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        said(&output)
    }

    /// Changes the database behind everybody's back.
    pub(crate) fn execute(&self, statement: &str) {
        let database = rusqlite::Connection::open(self.data().join("porchlight.db")).unwrap();
        database.execute_batch(statement).unwrap();
    }

    /// Makes a database behind everybody's back, readable by nobody else.
    pub(crate) fn make_database(&self, sql: &str) {
        let file = self.data().join("porchlight.db");
        std::fs::write(&file, "").unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(&file, mode).unwrap();
        self.execute(sql);
    }

    /// Asks the database for one value.
    pub(crate) fn asks(&self, query: &str) -> String {
        let database = rusqlite::Connection::open(self.data().join("porchlight.db")).unwrap();
        let value = database.query_row(query, [], |row| row.get::<_, rusqlite::types::Value>(0));
        match value.unwrap() {
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Text(text) => text,
            value => panic!("{value:?}"),
        }
    }

    pub(crate) fn exits(&self, arguments: &[&str]) -> i32 {
        self.run(arguments).status.code().unwrap()
    }
}

pub(crate) struct Serving {
    pub(crate) child: Child,
    pub(crate) url: String,
}

impl Serving {
    pub(crate) fn start(data: &Path, more: &[&str]) -> Self {
        Self::start_with(data, more, None)
    }

    fn start_with(data: &Path, more: &[&str], variable: Option<(&str, &str)>) -> Self {
        let mut command = binary();
        command
            .args(Self::arguments(data))
            .args(more)
            .envs(variable);
        Self::run(command)
    }

    /// Starts it by a shell that sets a limit first.
    fn start_limited(data: &Path, limit: &str) -> Self {
        let server = binary();
        let mut command = without_settings(Command::new("sh"));
        command
            .args(["-c", &format!("{limit} && exec \"$0\" \"$@\"")])
            .arg(server.get_program())
            .args(Self::arguments(data));
        Self::run(command)
    }

    pub(crate) fn arguments(data: &Path) -> [&str; 5] {
        let data = data.to_str().unwrap();
        ["serve", "--listen", "127.0.0.1:0", "--data", data]
    }

    pub(crate) fn run(command: Command) -> Self {
        Self::run_logging(command, Stdio::null())
    }

    /// Starts it with its log going there.
    pub(crate) fn start_logging(data: &Path, log: impl Into<Stdio>) -> Self {
        let mut command = binary();
        command.args(Self::arguments(data));
        Self::run_logging(command, log.into())
    }

    pub(crate) fn run_logging(mut command: Command, log: Stdio) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line
            .trim()
            .strip_prefix("listening on ")
            .unwrap_or_else(|| panic!("said `{line}`"))
            .to_owned();
        Self { child, url }
    }

    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks to end, and tells the exit code.
    pub(crate) fn terminate(mut self) -> Option<i32> {
        let kill = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(kill.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It has ended already, unless a test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) async fn sign_in(http: &reqwest::Client, url: &str, email: &str) -> String {
    let body = json!({"email": email, "password": PASSWORD, "device": "test"});
    let answer = http
        .post(format!("{url}/v1/sign-in"))
        .json(&body)
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success(), "{email}: {}", answer.status());
    answer.json::<Value>().await.unwrap()["token"]
        .as_str()
        .unwrap()
        .to_owned()
}

pub(crate) fn http() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

#[test]
fn exit_codes_say_what_happened() {
    let place = Place::empty();
    let init = [
        "init",
        "--email",
        "olga@example.org",
        "--name",
        "Olga",
        "--password-stdin",
    ];
    assert_eq!(
        place.exits(&[
            "agent",
            "add",
            "--email",
            "a@b.c",
            "--name",
            "A",
            "--password-stdin"
        ]),
        3,
        "nothing here yet"
    );
    assert_eq!(place.exits(&["serve"]), 3);
    assert_eq!(
        place.exits(&[
            "init",
            "--email",
            "olga",
            "--name",
            "Olga",
            "--password-stdin"
        ]),
        2,
        "no address"
    );
    assert_eq!(
        place.exits(&["init", "--email", "o@example.org", "--name", "Olga"]),
        2,
        "where is the password?"
    );
    assert_eq!(place.exits(&init), 0);
    assert_eq!(place.exits(&init), 4);
    assert_eq!(
        place.exits(&["office", "add", "library", "--name", "Library"]),
        0
    );
    assert_eq!(
        place.exits(&["office", "add", "library", "--name", "Library"]),
        4
    );
    assert_eq!(
        place.exits(&["office", "add", "The Library", "--name", "Library"]),
        2
    );
    assert_eq!(
        place.exits(&["member", "add", "nowhere", "olga@example.org"]),
        3
    );
    assert_eq!(
        place.exits(&["member", "add", "library", "nobody@example.org"]),
        3
    );
    assert_eq!(
        place.exits(&["member", "add", "library", "Olga@Example.org"]),
        0
    );
    assert_eq!(
        place.exits(&["member", "add", "library", "olga@example.org"]),
        4
    );
    assert_eq!(
        place.exits(&[
            "member",
            "add",
            "library",
            "olga@example.org",
            "--role",
            "admin"
        ]),
        0,
        "a new role"
    );
    assert_eq!(place.exits(&["nonsense"]), 2);
    let short = run(
        &[
            "agent",
            "add",
            "--email",
            "b@b.c",
            "--name",
            "B",
            "--password-stdin",
            "--data",
            place.data().to_str().unwrap(),
        ],
        "short\n",
    );
    assert_eq!(short.status.code(), Some(2));
}

#[test]
fn answers_are_json_where_that_is_asked_for() {
    let place = Place::new();
    let agent = place.does(&[
        "agent",
        "add",
        "--email",
        "ana@elsewhere.org",
        "--name",
        "Ana",
        "--password-stdin",
        "--json",
    ]);
    let agent: Value = serde_json::from_str(&agent).unwrap();
    assert_eq!(agent["id"], "ana-2", "an id of her own");
    let settings = place.does(&["settings", "--json"]);
    assert_eq!(
        serde_json::from_str::<Value>(&settings).unwrap(),
        json!({"idle_after_seconds": 3600})
    );
    place.does(&["settings", "--idle-after", "45m"]);
    assert_eq!(place.does(&["settings"]), "Away after 45m without input.\n");
    assert_eq!(place.exits(&["settings", "--idle-after", "5s"]), 2);
}

#[test]
fn every_command_explains_itself() {
    let commands: [&[&str]; 34] = [
        &[],
        &["init"],
        &["agent", "list"],
        &["agent", "add"],
        &["agent", "invite"],
        &["agent", "show"],
        &["agent", "rename"],
        &["agent", "email"],
        &["agent", "owner"],
        &["agent", "deactivate"],
        &["agent", "activate"],
        &["agent", "password-reset"],
        &["agent", "sessions"],
        &["agent", "sign-out"],
        &["office", "list"],
        &["office", "add"],
        &["office", "rename"],
        &["office", "public"],
        &["office", "hours"],
        &["office", "offline"],
        &["office", "remove"],
        &["member", "list"],
        &["member", "add"],
        &["member", "remove"],
        &["import"],
        &["audit"],
        &["settings"],
        &["serve"],
        &["config", "check"],
        &["status"],
        &["backup"],
        &["restore"],
        &["doctor"],
        &["explain"],
    ];
    for command in commands {
        let output = binary().args(command).arg("--help").output().unwrap();
        assert!(output.status.success());
        assert!(
            said(&output).contains("Exit codes: 0 done, 1 failed"),
            "{command:?}"
        );
    }
}

#[tokio::test]
async fn status_says_whether_a_server_runs_where_and_how_it_is() {
    let place = Place::new();
    let status = || {
        let output = place.run(&["status", "--json"]);
        let answer: Value = serde_json::from_str(&said(&output)).unwrap();
        (output.status.code(), answer)
    };
    assert_eq!(Place::empty().exits(&["status"]), 3);
    let (code, answer) = status();
    assert_eq!((code, &answer["running"]), (Some(3), &json!(false)));
    let serving = Serving::start(&place.data(), &[]);
    let http = http();
    sign_in(&http, &serving.url, "ana@example.org").await;
    let page = http.get(format!("{}/v1/public/offices/library/events", serving.url));
    let page = page.send().await.unwrap();
    let (code, answer) = status();
    assert_eq!(code, Some(0), "{answer}");
    for (name, value) in [
        ("running", json!(true)),
        ("url", json!(serving.url)),
        ("version", json!(env!("CARGO_PKG_VERSION"))),
        ("process", json!(serving.child.id())),
        ("agents", json!(2)),
        ("devices", json!(1)),
        ("offices", json!(1)),
        ("offices_online", json!(0)),
        ("streams", json!(1)),
        ("writes", json!(true)),
        ("damaged", json!(0)),
    ] {
        assert_eq!(answer[name], value, "{name}: {answer}");
    }
    drop(page);
    let pid = serving.child.id().to_string();
    let signal = |name: &str| {
        let kill = Command::new("kill").args([name, &pid]).status();
        assert!(kill.unwrap().success());
    };
    signal("-STOP");
    let (code, answer) = status();
    signal("-CONT");
    assert_eq!((code, &answer["running"]), (Some(1), &json!(true)));
    assert_eq!(
        answer["url"],
        json!(serving.url),
        "it is known all the same"
    );
    serving.kill();
    assert_eq!(place.does_not(&["status"], 3), "No server serves this.\n");
}

#[test]
fn explain_answers_a_document_or_a_line_each() {
    let facts = r#"{"now": "2026-11-23T16:59:30Z", "idle_after_seconds": 3600, "offices": ["it"], "choices": [], "schedule": null, "sessions": []}"#;
    let one = run(&["explain"], facts);
    assert!(one.status.success());
    assert_eq!(
        serde_json::from_str::<Value>(&said(&one)).unwrap()["overall"],
        "offline"
    );
    let bad = run(&["explain"], "nonsense");
    assert_eq!(bad.status.code(), Some(1));
    let lines = run(
        &["explain", "--lines"],
        &format!("{facts}\nnonsense\n{facts}\n"),
    );
    let lines: Vec<Value> = said(&lines)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 3);
    assert!(
        lines[0] == lines[2] && lines[1]["error"].is_string(),
        "a bad line is answered in its place"
    );
    assert_eq!(
        run(&["explain", "/nowhere/facts.json"], "").status.code(),
        Some(1)
    );
}

#[tokio::test]
async fn commands_work_beside_a_running_server_and_it_knows_at_once() {
    let place = Place::new();
    let serving = Serving::start(&place.data(), &[]);
    assert_eq!(
        place.exits(&["serve", "--listen", "127.0.0.1:0"]),
        4,
        "one server a directory"
    );
    place.does(&[
        "agent",
        "add",
        "--email",
        "ben@example.org",
        "--name",
        "Ben",
        "--password-stdin",
    ]);
    place.does(&["office", "add", "desk", "--name", "Desk", "--public"]);
    place.does(&["member", "add", "desk", "ben@example.org"]);
    let http = http();
    let token = sign_in(&http, &serving.url, "ben@example.org").await;
    let offices = http
        .get(format!("{}/v1/offices", serving.url))
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();
    assert_eq!(offices.json::<Value>().await.unwrap()[0]["id"], "desk");
    assert_eq!(serving.terminate(), Some(0));
    assert_eq!(
        place.exits(&["office", "add", "later", "--name", "Later"]),
        0,
        "and without one"
    );
}

#[test]
fn offices_are_told_and_changed_and_each_change_is_in_the_log() {
    let place = Place::new();
    let read = |arguments: &[&str]| -> Value {
        serde_json::from_str(&place.does(&[arguments, &["--json"]].concat())).unwrap()
    };
    assert_eq!(
        read(&["office", "rename", "library", "Books"])["name"],
        "Books"
    );
    assert_eq!(
        read(&["office", "public", "library", "--off"])["public"],
        false
    );
    let hours = place.data().with_file_name("hours.json");
    let shifts = r#"[{"days": ["mon"], "start": "09:00", "end": "17:00"}]"#;
    let schedule = format!(r#"{{"zone": "Europe/Berlin", "shifts": {shifts}}}"#);
    std::fs::write(&hours, schedule).unwrap();
    let hours = hours.to_str().unwrap();
    let office = read(&["office", "hours", "library", hours]);
    assert_eq!(office["hours"]["zone"], "Europe/Berlin");
    let link = "javascript:alert(1)";
    assert_eq!(
        place.exits(&["office", "offline", "library", "--link", link]),
        2
    );
    let office = read(&["office", "offline", "library", "--text", "Write to us."]);
    assert_eq!(office["offline"]["text"], "Write to us.");
    assert_eq!(place.exits(&["office", "hours", "nowhere", "--none"]), 3);
    assert_eq!(read(&["member", "list", "library"])[0]["agent"], "ana");
    assert_eq!(place.exits(&["member", "list", "nowhere"]), 3);
    place.does(&["member", "remove", "library", "ana@example.org"]);
    assert_eq!(place.exits(&["member", "remove", "library", "ana"]), 3);
    place.does(&["office", "remove", "library", "--reason", "Closed for good"]);
    assert_eq!(read(&["office", "list"]), json!([]));
    let log = read(&["audit", "--office", "library"]);
    let acts: Vec<_> = log
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["act"].as_str().unwrap())
        .collect();
    assert_eq!(
        acts,
        [
            "office_removed",
            "member_removed",
            "office_changed",
            "office_changed",
            "office_changed",
            "office_changed",
            "member_set",
            "office_added",
        ]
    );
    assert_eq!(
        (&log[0]["reason"], &log[0]["by"]),
        (&json!("Closed for good"), &Value::Null)
    );
    let table = place.does(&["audit", "--agent", "ana@example.org", "--csv"]);
    assert!(table.starts_with("at,act,by,agent,office,batch,reason,changes"));
    assert_eq!(
        table.lines().count(),
        4,
        "added, became a member, and was one no more: {table}"
    );
    let last = read(&["audit", "--limit", "1"]);
    assert_eq!(last.as_array().unwrap().len(), 1);
    assert_eq!(place.exits(&["audit", "--agent", "nobody"]), 3);
}

#[test]
fn an_import_is_all_or_nothing_and_the_same_again_changes_nothing() {
    let place = Place::new();
    let data = place.data();
    let import = |table: &str, more: &[&str]| {
        let fixed = ["import", "--json", "--data", data.to_str().unwrap()];
        run(&[&fixed, more].concat(), table)
    };
    let table = "\u{feff}email,name,owner,office,role\r\n\
                 ana@example.org,Ana Lee,,library,admin\r\n\
                 ben@example.org,\"Okafor, Ben\",,library,\r\n\
                 ben@example.org,,,desk,agent\r\n\
                 cy@example.org,Cy,true,,\r\n";
    let broken = import(table, &[]);
    assert_eq!(broken.status.code(), Some(2));
    let words = String::from_utf8(broken.stderr).unwrap();
    assert!(words.contains("line 4: There is no office desk"), "{words}");
    assert_eq!(
        place.exits(&["agent", "show", "ben@example.org"]),
        3,
        "nothing was written"
    );
    place.does(&["office", "add", "desk", "--name", "Desk"]);
    let counts = |output: &Output| -> Value { serde_json::from_str(&said(output)).unwrap() };
    let done =
        json!({"dry_run": true, "agents_added": 2, "agents_changed": 1, "memberships_set": 3});
    assert_eq!(counts(&import(table, &["--dry-run"])), done);
    assert_eq!(
        place.exits(&["agent", "show", "ben@example.org"]),
        3,
        "nor by a dry run"
    );
    let done =
        json!({"dry_run": false, "agents_added": 2, "agents_changed": 1, "memberships_set": 3});
    assert_eq!(counts(&import(table, &["--reason", "New term"])), done);
    let ben = place.does(&["agent", "show", "ben@example.org", "--json"]);
    let ben: Value = serde_json::from_str(&ben).unwrap();
    assert_eq!(
        (&ben["name"], ben["offices"].as_array().unwrap().len()),
        (&json!("Okafor, Ben"), 2)
    );
    let none =
        json!({"dry_run": false, "agents_added": 0, "agents_changed": 0, "memberships_set": 0});
    assert_eq!(counts(&import(table, &[])), none);
    let log = place.does(&["audit", "--json"]);
    assert_eq!(log.matches("New term").count(), 6, "a row a change");
    for (table, said) in [
        (
            "email,name\nx,X\ny@z,\n",
            "line 2: `x` is no e-mail address",
        ),
        ("email,name\nx@y.z,X\ny@z,\n", "line 3: A name must have"),
        ("email,name,colour\nx@y.z,X,red\n", "colour"),
        ("email,role\nana@example.org,boss\n", "line 2"),
        ("name\nAna\n", "email"),
        ("email,name\nx@y.z\n", "line 2"),
        (
            "email,owner\nolga@example.org,false\ncy@example.org,false\n",
            "line 3: She is the last owner",
        ),
    ] {
        let refused = import(table, &[]);
        assert_eq!(refused.status.code(), Some(2), "{table}");
        let words = String::from_utf8(refused.stderr).unwrap();
        assert!(words.contains(said), "{table}: {words}");
    }
}

#[tokio::test]
async fn whoever_is_invited_on_the_command_line_is_an_agent_once_she_accepts() {
    let place = Place::new();
    let serving = Serving::start(&place.data(), &[]);
    let made = place.does(&[
        "agent",
        "invite",
        "ben@example.org",
        "--office",
        "library:admin",
        "--json",
    ]);
    let made: Value = serde_json::from_str(&made).unwrap();
    let code = made["code"].as_str().unwrap();
    let http = http();
    let accept = http.post(format!("{}/v1/invitations/{code}", serving.url));
    let accept = accept.json(&json!({"name": "Ben", "password": PASSWORD}));
    assert_eq!(accept.send().await.unwrap().status(), 201);
    sign_in(&http, &serving.url, "ben@example.org").await;
    let ben = place.does(&["agent", "show", "ben"]);
    assert!(ben.contains("library  Library  administrator"), "{ben}");
    let unknown = place.exits(&["agent", "invite", "cy@example.org", "--office", "nowhere"]);
    assert_eq!(unknown, 2);
    assert_eq!(place.exits(&["agent", "invite", "ben@example.org"]), 4);
}

/// How a call with a token is answered.
async fn status_of(http: &reqwest::Client, url: &str, token: &str) -> u16 {
    let call = http.get(format!("{url}/v1/me")).bearer_auth(token);
    call.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn whoever_is_shut_out_by_a_command_is_out_of_the_running_server_at_once() {
    let place = Place::new();
    let serving = Serving::start(&place.data(), &[]);
    let (http, url) = (http(), serving.url.as_str());
    let ana = "ana@example.org";
    let ways: [&[&str]; 4] = [
        &["agent", "sign-out", ana, "--reason", "lost laptop"],
        &["agent", "password-reset", "ana", "--shut-out"],
        &["agent", "password-reset", ana, "--password-stdin"],
        &["agent", "deactivate", ana],
    ];
    for way in ways {
        let token = sign_in(&http, url, ana).await;
        assert_eq!(status_of(&http, url, &token).await, 200);
        place.does(way);
        assert_eq!(status_of(&http, url, &token).await, 401, "{way:?}");
        if way.contains(&"--shut-out") {
            place.does(&["agent", "password-reset", ana, "--password-stdin"]);
        }
    }
    place.does(&["agent", "activate", ana]);
    let token = sign_in(&http, url, ana).await;
    assert_eq!(status_of(&http, url, &token).await, 200);
    place.does(&["agent", "rename", ana, "Ana Lee"]);
    let me = http.get(format!("{url}/v1/me")).bearer_auth(&token);
    let me: Value = me.send().await.unwrap().json().await.unwrap();
    assert_eq!(me["agent"]["name"], "Ana Lee");
}

#[test]
fn agents_are_told_and_changed_by_their_address_or_their_id() {
    let place = Place::new();
    let read = |arguments: &[&str]| -> Value {
        serde_json::from_str(&place.does(&[arguments, &["--json"]].concat())).unwrap()
    };
    let names = |list: &Value| -> Vec<String> {
        let list = list.as_array().unwrap().iter();
        list.map(|agent| agent["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&read(&["agent", "list"])), ["Ana", "Olga"]);
    let ana = read(&["agent", "show", "ana"]);
    assert_eq!(ana["offices"][0]["id"], "library");
    assert_eq!(
        read(&["agent", "email", "ana", "ana@new.org"])["email"],
        "ana@new.org"
    );
    assert_eq!(read(&["agent", "show", "Ana@New.org"])["id"], "ana");
    assert_eq!(place.exits(&["agent", "show", "ana@example.org"]), 3);
    assert_eq!(
        place.exits(&["agent", "email", "ana", "olga@example.org"]),
        4
    );
    assert_eq!(place.exits(&["agent", "rename", "ana", ""]), 2);
    assert_eq!(
        place.exits(&["agent", "deactivate", "olga"]),
        1,
        "the last owner"
    );
    assert_eq!(place.exits(&["agent", "owner", "olga", "--off"]), 1);
    place.does(&["agent", "owner", "ana"]);
    assert_eq!(read(&["agent", "deactivate", "olga"])["active"], false);
    assert_eq!(
        read(&["agent", "deactivate", "olga"])["active"],
        false,
        "again"
    );
    let code = read(&["agent", "password-reset", "ana"]);
    assert!(code["code"].as_str().unwrap().len() > 64 && code["expires_at"].is_string());
    assert_eq!(
        place.exits(&["agent", "password-reset", "olga"]),
        1,
        "she is not active"
    );
    assert_eq!(read(&["agent", "sessions", "ana"]), json!([]));
    assert_eq!(place.exits(&["agent", "sign-out", "ana", "no-device"]), 3);
    let added = [
        "agent",
        "add",
        "--email",
        "cy@example.org",
        "--name",
        "Cy",
        "--owner",
    ];
    assert_eq!(read(&added)["owner"], true, "and without a password");
    assert!(
        place
            .does(&["agent", "list"])
            .contains("olga@example.org  Olga  owner  deactivated")
    );
}

#[tokio::test]
async fn an_acknowledged_write_survives_being_killed_at_any_moment() {
    let place = Place::new();
    let http = http();
    let mut token = None;
    let mut acknowledged: Vec<(String, Value)> = Vec::new();
    for round in 0..6_u32 {
        let serving = Serving::start(&place.data(), &[]);
        let url = serving.url.clone();
        let signed_in = match token.take() {
            Some(token) => token,
            None => sign_in(&http, &url, "ana@example.org").await,
        };
        for (id, answer) in &acknowledged {
            let again = choose(&http, &url, &signed_in, id)
                .await
                .expect("the server runs");
            assert_eq!(
                again, *answer,
                "round {round}: `{id}` was acknowledged before the server was killed"
            );
        }
        let writing: Vec<_> = (0..4)
            .map(|writer| {
                let (http, url, token) = (http.clone(), url.clone(), signed_in.clone());
                tokio::spawn(async move {
                    let mut done = Vec::new();
                    for number in 0.. {
                        let id = format!("{round}-{writer}-{number}");
                        match choose(&http, &url, &token, &id).await {
                            Some(answer) => done.push((id, answer)),
                            None => break,
                        }
                    }
                    done
                })
            })
            .collect();
        // Whenever that is, it is in the midst of writes.
        let settle = async {
            while choose(&http, &url, &signed_in, &format!("{round}-watch"))
                .await
                .is_none()
            {}
        };
        tokio::time::timeout(Duration::from_secs(30), settle)
            .await
            .unwrap();
        for number in 0..(20 * (round + 1)) {
            choose(&http, &url, &signed_in, &format!("{round}-more-{number}"))
                .await
                .expect("the server runs");
        }
        serving.kill();
        acknowledged.clear();
        for writer in writing {
            acknowledged.extend(writer.await.unwrap());
        }
        assert!(!acknowledged.is_empty());
        token = Some(signed_in);
    }
    let serving = Serving::start(&place.data(), &[]);
    for (id, answer) in &acknowledged {
        assert_eq!(
            choose(&http, &serving.url, token.as_ref().unwrap(), id)
                .await
                .as_ref(),
            Some(answer)
        );
    }
    let check: String = rusqlite::Connection::open(place.data().join("porchlight.db"))
        .unwrap()
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(check, "ok");
    assert_eq!(serving.terminate(), Some(0));
}

pub(crate) async fn choose(
    http: &reqwest::Client,
    url: &str,
    token: &str,
    id: &str,
) -> Option<Value> {
    let body = json!({"id": id, "scope": "everywhere", "status": "available"});
    let answer = http
        .post(format!("{url}/v1/me/choices"))
        .bearer_auth(token)
        .json(&body)
        .send()
        .await
        .ok()?;
    assert!(answer.status().is_success(), "{id}: {}", answer.status());
    answer.json().await.ok()
}

#[tokio::test]
async fn settings_come_from_options_then_the_environment_then_a_file() {
    let place = Place::new();
    let file = place.directory.path().join("server.toml");
    std::fs::write(
        &file,
        "listen = \"127.0.0.1:0\"\nidle-after = \"10m\"\nheartbeat = \"7s\"\nkeep-alive = \"3s\"\n",
    )
    .unwrap();
    let mut child = binary()
        .args([
            "serve",
            "--data",
            place.data().to_str().unwrap(),
            "--config",
            file.to_str().unwrap(),
            "--heartbeat",
            "9s",
        ])
        .env("PORCHLIGHT_IDLE_AFTER", "20m")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let serving = Serving {
        url: line
            .trim()
            .strip_prefix("listening on ")
            .unwrap()
            .to_owned(),
        child,
    };
    let http = http();
    let token = sign_in(&http, &serving.url, "ana@example.org").await;
    let me: Value = http
        .get(format!("{}/v1/me", serving.url))
        .bearer_auth(token)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let settings = &me["settings"];
    assert_eq!(settings["organization_idle_after_seconds"], 1200);
    assert_eq!(
        (
            &settings["heartbeat_seconds"],
            &settings["keep_alive_seconds"]
        ),
        (&json!(9), &json!(3))
    );
    serving.terminate();
    std::fs::write(&file, "leese = \"10m\"\n").unwrap();
    assert_eq!(
        place.exits(&["serve", "--config", file.to_str().unwrap()]),
        1,
        "a setting that there is not"
    );
}

#[test]
fn a_proxy_that_is_no_network_is_refused_with_what_to_write_instead() {
    let place = Place::new();
    let words = |output: Output| {
        assert_ne!(output.status.code(), Some(0));
        String::from_utf8(output.stderr).unwrap()
    };
    let option = place.run(&["serve", "--trusted-proxies", "127.0.0.1,10.0.0.0/33"]);
    assert_eq!(option.status.code(), Some(2));
    let option = words(option);
    let file = place.directory.path().join("server.toml");
    std::fs::write(
        &file,
        "trusted-proxies = [\"127.0.0.1\", \"10.0.0.0/33\"]\n",
    )
    .unwrap();
    let file = words(place.run(&["serve", "--config", file.to_str().unwrap()]));
    for words in [option, file] {
        assert!(words.contains("`10.0.0.0/33` is not a network"), "{words}");
        assert!(words.contains("such as 10.0.0.0/8"), "{words}");
    }
    assert_eq!(place.exits(&["serve", "--max-connections", "0"]), 2);
}

#[tokio::test]
async fn a_trusted_proxy_may_be_named_by_option_environment_or_file() {
    let place = Place::new();
    let file = place.directory.path().join("server.toml");
    std::fs::write(&file, "trusted-proxies = [\"10.0.0.0/8\", \"127.0.0.1\"]\n").unwrap();
    let http = http();
    let by_option: &[&str] = &["--trusted-proxies", "10.0.0.0/8,127.0.0.1"];
    let by_file: &[&str] = &["--config", file.to_str().unwrap()];
    for (options, environment, trusted) in [
        (by_option, None, true),
        (by_file, None, true),
        (&[], Some("10.0.0.0/8, 127.0.0.1"), true),
        (by_file, Some("10.0.0.0/8"), false),
        (&[], None, false),
    ] {
        let variables = environment.map(|text| ("PORCHLIGHT_TRUSTED_PROXIES", text));
        let serving = Serving::start_with(&place.data(), options, variables);
        let mut last = 0;
        for number in 0..6 {
            let body =
                json!({"email": "ana@example.org", "password": "wrong horse", "device": "x"});
            let request = http.post(format!("{}/v1/sign-in", serving.url)).json(&body);
            let request = request.header("x-forwarded-for", format!("192.0.2.{number}"));
            last = request.send().await.unwrap().status().as_u16();
        }
        let expected = if trusted { 401 } else { 429 };
        assert_eq!(last, expected, "{options:?} {environment:?}");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_low_limit_of_open_files_is_raised_and_where_it_cannot_be_connections_wait() {
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpStream,
    };

    let place = Place::new();
    let fill = async |limit: &str, count: usize| {
        let serving = Serving::start_limited(&place.data(), limit);
        let address = serving.url.strip_prefix("http://").unwrap().to_owned();
        let mut open = Vec::new();
        for _ in 0..count {
            let mut stream = TcpStream::connect(&address).await.unwrap();
            stream
                .write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
                .await
                .unwrap();
            let mut piece = [0; 1024];
            let read = tokio::time::timeout(Duration::from_secs(30), stream.read(&mut piece));
            let length = read.await.expect("there is room for it").unwrap();
            assert!(piece[..length].starts_with(b"HTTP/1.1 200"));
            open.push(stream);
        }
        (serving, address, open)
    };
    fill("ulimit -Sn 40", 100).await;
    // 128 of them are the server's own.
    let (serving, address, mut open) = fill("ulimit -n 138", 10).await;
    let mut waiting = TcpStream::connect(&address).await.unwrap();
    let ask = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    waiting.write_all(ask).await.unwrap();
    let mut piece = [0; 1024];
    for _ in 0..50 {
        for stream in &mut open {
            stream.write_all(ask).await.unwrap();
            assert!(stream.read(&mut piece).await.unwrap() > 0);
        }
    }
    assert!(waiting.try_read(&mut piece).is_err(), "it waits for room");
    open.clear();
    let read = tokio::time::timeout(Duration::from_secs(30), waiting.read(&mut piece));
    assert!(read.await.expect("there is room again").unwrap() > 0);
    assert_eq!(serving.terminate(), Some(0));
}

#[test]
fn data_of_a_newer_version_is_left_alone() {
    let place = Place::new();
    let file = rusqlite::Connection::open(place.data().join("porchlight.db")).unwrap();
    file.pragma_update(None, "user_version", 99).unwrap();
    drop(file);
    let output = place.run(&["serve"]);
    assert_eq!(output.status.code(), Some(1));
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(
        words.contains("newer Porchlight") && words.contains("update this server"),
        "{words}"
    );
}

#[tokio::test]
async fn one_damaged_record_refuses_no_start_and_is_mended_as_doctor_says() {
    let place = Place::new();
    assert!(place.does(&["doctor"]).ends_with("All is well.\n"));
    place.execute("UPDATE entries SET value = 'nonsense' WHERE key = 'office/library'");
    let doctor = place.run(&["doctor", "--json"]);
    assert_eq!(doctor.status.code(), Some(1));
    let diagnosis: Value = serde_json::from_str(&said(&doctor)).unwrap();
    let statements = diagnosis["statements"].as_array().unwrap();
    let wrong: Vec<_> = statements
        .iter()
        .filter(|statement| !statement["remedy"].is_null())
        .collect();
    assert_eq!(wrong.len(), 1, "{diagnosis}");
    assert_eq!(wrong[0]["key"], "office/library");
    assert!(wrong[0]["remedy"].as_str().unwrap().contains("office add"));
    let serving = Serving::start(&place.data(), &[]);
    let http = http();
    let token = sign_in(&http, &serving.url, "ana@example.org").await;
    place.does(&["office", "add", "library", "--name", "Library", "--public"]);
    assert_eq!(place.exits(&["doctor"]), 0);
    let offices = http
        .get(format!("{}/v1/offices", serving.url))
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();
    assert_eq!(
        offices.json::<Value>().await.unwrap()[0]["id"],
        "library",
        "she is still its member"
    );
    assert_eq!(serving.terminate(), Some(0));
}

#[test]
fn doctor_finds_what_would_keep_a_server_from_starting() {
    let place = Place::empty();
    assert_eq!(place.exits(&["doctor"]), 3, "nothing here yet");
    let place = Place::new();
    place.execute("PRAGMA user_version = 99");
    let newer = place.run(&["doctor"]);
    assert_eq!(newer.status.code(), Some(1));
    assert!(
        said(&newer).contains("update this server"),
        "{}",
        said(&newer)
    );
    let database = place.data().join("porchlight.db");
    std::fs::write(
        &database,
        "no database at all, and longer than a header ".repeat(10),
    )
    .unwrap();
    let broken = place.run(&["doctor"]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(
        said(&broken).contains("restore a backup"),
        "{}",
        said(&broken)
    );
}

#[cfg(unix)]
#[test]
fn doctor_finds_what_others_can_read_and_how_to_mend_it() {
    use std::os::unix::fs::PermissionsExt as _;

    let place = Place::new();
    let database = place.data().join("porchlight.db");
    for (path, open, private) in [(place.data(), 0o755, 0o700), (database, 0o644, 0o600)] {
        let set = |mode| {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        set(open);
        let doctor = place.run(&["doctor"]);
        assert_eq!(doctor.status.code(), Some(1));
        let remedy = format!("chmod {private:o} {}", path.display());
        assert!(said(&doctor).contains(&remedy), "{}", said(&doctor));
        set(private);
        let doctor = place.run(&["doctor"]);
        assert_eq!(doctor.status.code(), Some(0), "{}", said(&doctor));
    }
    let files = std::fs::read_dir(place.data()).unwrap().count();
    assert_eq!(files, 1, "nothing is left behind");
}

#[test]
fn of_two_commands_that_add_the_same_address_at_once_one_is_refused() {
    let place = Place::new();
    let add = [
        "agent",
        "add",
        "--email",
        "ben@example.org",
        "--name",
        "Ben",
        "--password-stdin",
    ];
    let mut codes = std::thread::scope(|scope| {
        let adding: Vec<_> = (0..4).map(|_| scope.spawn(|| place.exits(&add))).collect();
        let codes = adding.into_iter().map(|adding| adding.join().unwrap());
        codes.collect::<Vec<_>>()
    });
    codes.sort_unstable();
    assert_eq!(codes, [0, 4, 4, 4]);
    let offices: Vec<_> = (0..8).map(|number| format!("office-{number}")).collect();
    std::thread::scope(|scope| {
        for office in &offices {
            scope.spawn(|| place.does(&["office", "add", office, "--name", "An office"]));
        }
    });
    assert_eq!(place.exits(&["doctor"]), 0);
}

#[test]
fn beside_a_locked_database_a_command_says_to_run_it_again() {
    let place = Place::new();
    let database = rusqlite::Connection::open(place.data().join("porchlight.db")).unwrap();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = place.run(&["office", "add", "desk", "--name", "Desk"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(
        said.trim_end().ends_with("; run this command again"),
        "{said}"
    );
    assert!(!said.contains("tried again"), "{said}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_limit_of_file_size_refuses_writes_and_does_not_end_the_server() {
    let place = Place::new();
    // In half kilobytes or whole ones: the log of writes reaches it soon.
    let serving = Serving::start_limited(&place.data(), "ulimit -f 400");
    let http = http();
    let token = sign_in(&http, &serving.url, "ana@example.org").await;
    let mut refused = None;
    for number in 0..1000 {
        let choice = json!({"id": format!("{number}"), "scope": "everywhere", "status": "away"});
        let answer = http
            .post(format!("{}/v1/me/choices", serving.url))
            .bearer_auth(&token)
            .json(&choice)
            .send()
            .await
            .unwrap();
        if !answer.status().is_success() {
            refused = Some(answer.status().as_u16());
            break;
        }
    }
    assert_eq!(refused, Some(503));
    let healthy = http.get(format!("{}/healthz", serving.url)).send().await;
    assert!(healthy.unwrap().status().is_success());
    assert_eq!(serving.terminate(), Some(0));
}

#[test]
fn whoever_stops_reading_an_answer_is_told_of_no_error() {
    let place = Place::new();
    let data = place.data();
    let data = data.to_str().unwrap();
    for arguments in [
        &["config", "check", "--data", data][..],
        &["doctor", "--data", data],
        &["agent", "list", "--data", data, "--json"],
        &["audit", "--data", data],
        &["explain", "--lines"],
        &["explain"],
        &["serve", "--help"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut child = binary()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(b"{}\n");
        let output = child.wait_with_output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(error, "", "{arguments:?}");
        assert!(output.status.code().is_some(), "{arguments:?}");
    }
}

#[tokio::test]
async fn a_token_is_made_listed_and_revoked_beside_a_running_server() {
    let place = Place::new();
    let serving = Serving::start(&place.data(), &[]);
    let make = [
        "token",
        "make",
        "ana@example.org",
        "--name",
        "report",
        "--scope",
        "read",
    ];
    let made = place.does(&[&make[..], &["--json"]].concat());
    let made: Value = serde_json::from_str(&made).unwrap();
    let (token, id) = (
        made["token"].as_str().unwrap(),
        made["access"]["id"].as_str().unwrap(),
    );
    let status = async || {
        let me = http()
            .get(format!("{}/v1/me", serving.url))
            .bearer_auth(token);
        me.send().await.unwrap().status().as_u16()
    };
    assert_eq!(status().await, 200);
    let listed = place.does(&["token", "list", "ana"]);
    assert!(listed.contains(id) && !listed.contains(token), "{listed}");
    place.does(&["token", "revoke", "ana", id]);
    assert_eq!(status().await, 401);
    place.does_not(&["token", "revoke", "ana", id], 3);
    place.does_not(
        &["token", "make", "ana", "--name", "x", "--scope", "all"],
        2,
    );
}
