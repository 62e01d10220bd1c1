"""What somebody may change of their registration, from the link of their mail."""

from typing import Any

from ..models import Registration, RegistrationRules, Session
from ..selectors import answers_of, needs_of
from ..services import Details
from .details import DetailsForm
from .questions import PREFIX, QuestionFields


class ChangeForm(DetailsForm):
    """The form as it was filled in, without who and when."""

    def __init__(
        self,
        *args: Any,
        registration: Registration,
        sessions: list[Session],
        rules: RegistrationRules,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = self._as_told(registration)
        super().__init__(*args, sessions=sessions, rules=rules, **kwargs)

    @staticmethod
    def _as_told(row: Registration) -> dict[str, Any]:
        needs = {f"need_{need.kind}": need.text for need in needs_of(row)}
        return {
            "organisation_name": row.organisation_name,
            "message": row.message,
            "profile": row.profile_id or "",
            "is_minor": bool(row.guardian_email),
            "guardian_email": row.guardian_email,
            "shares_meal": row.shares_meal,
            "brings": row.brings,
            **needs,
            "need_consent": bool(needs),
            **{
                f"{PREFIX}{answer.question.clean_name}": QuestionFields.as_typed(answer)
                for answer in answers_of(row)
                if answer.question
            },
        }

    @property
    def details(self) -> Details:
        answers = self.cleaned_data
        return Details(
            organisation_name=answers["organisation_name"],
            message=answers["message"],
            profile_id=answers.get("profile"),
            guardian_email=answers.get("guardian_email"),
            **self.meal,
            answers=self.answers,
            needs=self.needs,
        )
