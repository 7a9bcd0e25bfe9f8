//! Changes to the schedule that are not saved yet.

use porchlight_core::{
    agent::Refusal,
    intent::{Intent, ScheduleDraft},
};
use porchlight_protocol::Schedule;

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

fn keep(world: &mut World, draft: Option<ScheduleDraft>) -> Result<(), Refusal> {
    let ticket = world.ask(Intent::KeepDraft { draft });
    world.answers.remove(&ticket).unwrap()
}

fn draft(zone: &str) -> ScheduleDraft {
    ScheduleDraft {
        schedule: Schedule {
            zone: zone.to_owned(),
            shifts: Vec::new(),
            dates: [].into(),
            time_off: Vec::new(),
        },
        base: None,
        etag: "\"1\"".to_owned(),
    }
}
