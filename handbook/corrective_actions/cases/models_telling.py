"""What the person is told and says: notice, answers, suspension from work while the matter is looked into."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base, Id, UtcDateTime
from handbook.corrective_actions.acts import Act, ProvenAct
from handbook.corrective_actions.cases.models import OfCase
from handbook.ledger.models import Evidence


class CaseNotice(ProvenAct, OfCase, Evidence, Base):
    """The person was told in writing what is alleged, what may follow, and until when to answer.

    `zone` is that of the person's place, `happened_zone` that of the place where it happened. `manner`: in person, post
    or portal. `served_on` and `answer_by` are None where the person has yet to open it.
    """

    __tablename__ = "case_notice"
    leaf_type = "case.notice"
    subject_id: Mapped[str] = mapped_column(Id, index=True)
    subject_name: Mapped[str] = mapped_column(Text)
    allegation: Mapped[str] = mapped_column(Text)
    rule_title: Mapped[str] = mapped_column(Text)
    consequences: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    happened_time_known: Mapped[bool]
    happened_zone: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)
    manner: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    location_id: Mapped[str] = mapped_column(Id)
    answer_days: Mapped[int]
    given_on: Mapped[date]
    served_on: Mapped[date | None]
    answer_by: Mapped[date | None]


class CaseAnswer(Act, OfCase, Evidence, Base):
    """What the person says or asks for: never edited. `kind`: a member of `answers.AnswerKind`.

    `words` are the person's own; for a companion the name, for an interpreter the language. `until_on` is the day until
    which they can answer, for a notice that they opened just now.
    """

    __tablename__ = "case_answer"
    leaf_type = "case.answer"
    kind: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    zone: Mapped[str] = mapped_column(Text)
    until_on: Mapped[date | None]


class CaseSuspension(ProvenAct, OfCase, Evidence, Base):
    """The person stays away from work, paid, while the matter is looked into: begun, kept after a look, or ended.

    No sanction. `review_on`: the day by which somebody looks whether it must last; None where it ended.
    """

    __tablename__ = "case_suspension"
    leaf_type = "case.suspension"
    kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    reasons: Mapped[str] = mapped_column(Text)
    access: Mapped[str] = mapped_column(Text)
    from_on: Mapped[date]
    review_on: Mapped[date | None]
    language: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)
