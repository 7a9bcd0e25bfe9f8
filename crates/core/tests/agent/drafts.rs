//! Changes to the schedule that are not saved yet.

use porchlight_core::{
    LocalInterval, LocalSchedule,
    agent::{Refusal, Request},
    intent::{Intent, ScheduleDraft},
};

use crate::world::World;

#[test]
fn what_was_changed_and_not_saved_is_there_again_after_a_restart_and_gone_once_forgotten() {
    let mut world = World::on_shift();
    assert_eq!(world.view().schedule.draft, None);
    let draft = draft("Asia/Tokyo");
    keep(&mut world, Some(draft.clone())).unwrap();
    assert_eq!(world.view().schedule.draft, Some(draft.clone()));

    world.restart();
    assert_eq!(world.view().schedule.draft, Some(draft));
    keep(&mut world, None).unwrap();
    world.restart();
    assert_eq!(world.view().schedule.draft, None);
}

#[test]
fn a_draft_is_shown_to_nobody_else_and_again_to_the_one_whose_it_is() {
    let mut world = World::on_shift();
    keep(&mut world, Some(draft("Asia/Tokyo"))).unwrap();
    world.ask(Intent::SignOut);
    assert_eq!(world.view().schedule.draft, None);
    let refusal = keep(&mut world, Some(draft("Asia/Tokyo"))).unwrap_err();
    assert_eq!(refusal.code, "signed_out");

    let mut kept = world.kept.clone();
    let mut other = kept.drafts[0].account.clone();
    let own = other.clone();
    other.agent = "bo".into();
    kept.account = Some(other);
    let mut world = World::starting(kept.clone(), world.now);
    world.settle();
    assert_eq!(world.view().schedule.draft, None);
    kept.account = Some(own);
    let mut world = World::starting(kept, world.now);
    world.settle();
    assert!(world.view().schedule.draft.is_some());
}

#[test]
fn a_draft_that_makes_no_sense_is_refused_and_the_one_before_stays() {
    let mut world = World::on_shift();
    keep(&mut world, Some(draft("Asia/Tokyo"))).unwrap();
    let refusal = keep(&mut world, Some(draft("Asia/Nowhere"))).unwrap_err();
    assert_eq!(refusal.code, "invalid_field");
    let kept = world.view().schedule.draft.unwrap();
    assert_eq!(kept.schedule.zone, "Asia/Tokyo");
}

#[test]
fn drafts_are_kept_and_previewed_while_the_server_is_out_of_reach() {
    let mut world = World::on_shift();
    world.cut();
    keep(&mut world, Some(draft("Asia/Tokyo"))).unwrap();
    let draft = draft("Asia/Tokyo");
    let preview = world.app.preview(&draft.schedule, world.clocks()).unwrap();
    assert_eq!(
        (preview.zone.as_str(), preview.days.len()),
        ("Asia/Tokyo", 14)
    );
}

#[test]
fn time_off_is_written_by_the_clocks_of_the_schedules_zone_and_sent_as_instants() {
    let mut world = World::on_shift();
    let off = |from: &str, until: &str| LocalInterval {
        from: from.parse().unwrap(),
        until: until.parse().unwrap(),
    };
    let written = LocalSchedule {
        time_off: vec![off("2026-07-01T09:00", "2026-07-02T00:00")],
        ..draft("Africa/Cairo").schedule
    };
    let told = [off(
        "2026-07-01T09:00:00+03:00",
        "2026-07-02T00:00:00+03:00",
    )];

    let unsaved = ScheduleDraft {
        schedule: written.clone(),
        ..draft("Africa/Cairo")
    };
    keep(&mut world, Some(unsaved)).unwrap();
    assert_eq!(world.view().schedule.draft.unwrap().schedule.time_off, told);
    world.ask(Intent::SaveSchedule {
        schedule: written,
        etag: "e1".into(),
    });
    let Some((_, Request::Schedule { schedule, .. })) = world.sent.last() else {
        panic!("{:?}", world.sent);
    };
    assert_eq!(
        serde_json::to_value(&schedule.time_off).unwrap(),
        serde_json::json!([{"from": "2026-07-01T06:00:00Z", "until": "2026-07-01T21:00:00Z"}])
    );
    assert_eq!(world.view().schedule.schedule.unwrap().time_off, told);

    // As an earlier version kept it.
    let mut kept = world.kept.clone();
    let [unsaved] = kept.drafts.as_mut_slice() else {
        panic!("{:?}", kept.drafts);
    };
    unsaved.draft.schedule.time_off = vec![off("2026-07-01T06:00:00Z", "2026-07-01T21:00:00Z")];
    let mut world = World::starting(kept, world.now);
    world.settle();
    assert_eq!(world.view().schedule.draft.unwrap().schedule.time_off, told);
}

fn keep(world: &mut World, draft: Option<ScheduleDraft>) -> Result<(), Refusal> {
    let ticket = world.ask(Intent::KeepDraft { draft });
    world.answers.remove(&ticket).unwrap()
}

fn draft(zone: &str) -> ScheduleDraft {
    ScheduleDraft {
        schedule: LocalSchedule {
            zone: zone.to_owned(),
            shifts: Vec::new(),
            dates: [].into(),
            time_off: Vec::new(),
        },
        base: None,
        etag: "\"1\"".to_owned(),
    }
}
