"""What changes the journal."""

from .citing import answer_passage, ask_again, ask_cited_people, cite, follow_passages, note_answer
from .dossiers import DossierRefused, prepare_dossier, prepare_dossier_in_next_issue
from .drafting import (
    accept_suggestion,
    freeze_draft,
    leave_remark,
    mark_ready,
    open_link,
    pin_again,
    refuse_suggestion,
    revoke_link,
    save_words,
    settle_remark,
    suggest,
)
from .drafts import Outputs, outputs_of
from .forgetting import purge_drafts
from .issues import next_number, open_next_issue
from .planning import (
    attach_article,
    change_slot,
    commission,
    drop_slot,
    move_slot,
    plan_article,
    plan_seed,
    plan_slot,
    start_draft,
)
from .production import (
    pass_for_press,
    production_of,
    publish_directly,
    publish_issue,
    reopen,
    start_layout,
)
from .rubrics import ensure_rubrics
from .signing import answer_signature, invite_signature
from .volunteering import (
    add_volunteer,
    answer_task,
    handle_lost_wishes,
    propose_task,
    remind_of_tasks,
    stop_volunteering,
    volunteer_from_wish,
)
from .workflows import ensure_workflow

__all__ = [
    "DossierRefused",
    "Outputs",
    "accept_suggestion",
    "add_volunteer",
    "answer_passage",
    "answer_signature",
    "answer_task",
    "ask_again",
    "ask_cited_people",
    "attach_article",
    "change_slot",
    "cite",
    "commission",
    "drop_slot",
    "ensure_rubrics",
    "ensure_workflow",
    "follow_passages",
    "freeze_draft",
    "handle_lost_wishes",
    "invite_signature",
    "leave_remark",
    "mark_ready",
    "move_slot",
    "next_number",
    "note_answer",
    "open_link",
    "open_next_issue",
    "outputs_of",
    "pass_for_press",
    "pin_again",
    "plan_article",
    "plan_seed",
    "plan_slot",
    "prepare_dossier",
    "prepare_dossier_in_next_issue",
    "production_of",
    "propose_task",
    "publish_directly",
    "publish_issue",
    "purge_drafts",
    "refuse_suggestion",
    "remind_of_tasks",
    "reopen",
    "revoke_link",
    "save_words",
    "settle_remark",
    "start_draft",
    "start_layout",
    "stop_volunteering",
    "suggest",
    "volunteer_from_wish",
]
