"""Every table. Constraints stand here; rules that write stand in `operations` and the sync engine, never in `save()`.

`seq` on a row is the room's sequence number of the row's last change; `stamp` the number at which what its members may
see of it last changed. Rows that devices hold are never deleted while the room lives: they are marked `removed`.
"""

from typing import ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class PersonManager(BaseUserManager["Person"]):
    """Makes people who sign in by email address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "Person":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractUser):
    """Someone with an account: a facilitator or an administrator. Participants have none."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[PersonManager] = PersonManager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name or self.email


class Cohort(models.Model):
    """A series of workshops for the same people. Its id is its first workshop's; phrases are mixed with it."""

    id = models.CharField(primary_key=True, max_length=24)
    name = models.CharField(max_length=120)
    created = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """Where people work together; today a workshop. It orders all that happens in it by `seq`."""

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"
        ARCHIVED = "archived"

    id = models.CharField(primary_key=True, max_length=24)
    kind = models.CharField(max_length=12, default="workshop")
    title = models.CharField(max_length=120)
    date = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=60, default="Europe/London")
    start = models.PositiveSmallIntegerField(help_text="Minutes after local midnight.")
    end = models.PositiveSmallIntegerField(help_text="Minutes after local midnight.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    rehearsal = models.BooleanField(default=False)
    programme = models.JSONField(help_text="The resolved programme that the room began with, and keeps.")
    code = models.CharField(max_length=8, unique=True)
    helper_hash = models.CharField(max_length=64, unique=True, help_text="Hash of the co-facilitators' link.")
    epoch = models.CharField(max_length=32, help_text="Changes when the past has changed, as after a restore.")
    seq = models.BigIntegerField(default=0)
    shape_seq = models.BigIntegerField(default=0, help_text="Last change of anything but entries.")
    info_seq = models.BigIntegerField(default=0)
    timer = models.JSONField(default=dict, help_text="item, ends (ms UTC) or left (ms) while paused.")
    screen = models.JSONField(default=dict, help_text="mode and activity that the big screen shows.")
    screen_seq = models.BigIntegerField(default=0)
    presence = models.BooleanField(default=True)
    compares = models.BooleanField(default=False, help_text="Shared notes and counts are laid beside other workshops'.")
    created = models.DateTimeField()
    cohort = models.ForeignKey(Cohort, models.SET_NULL, null=True, blank=True, related_name="rooms")
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    log_until = models.DateField(null=True, blank=True, help_text="Last day on which what comes after can be written.")

    def __str__(self) -> str:
        return self.title

    @property
    def mix(self) -> str:
        """What a member's phrase is mixed with: the series, so that one phrase opens all of it, or the room alone."""
        return self.cohort_id or self.pk


class GroupQuerySet(models.QuerySet["Group"]):
    """Groups and pairs of a room that are there."""

    def groups(self, room: Room) -> "GroupQuerySet":
        return self.filter(room=room, kind=Group.Kind.GROUP, removed=False).order_by("position", "pk")

    def pairs(self, room: Room) -> "GroupQuerySet":
        return self.filter(room=room, kind=Group.Kind.PAIR, removed=False).order_by("pk")


class Group(models.Model):
    """Some of a workshop's members who work on shared sheets; a pair is a small one, of two or three.

    One of the kind `recorded` has no members: it holds what all groups of earlier workshops wrote.
    """

    class Kind(models.TextChoices):
        GROUP = "group"
        PAIR = "pair"
        RECORDED = "recorded"

    room = models.ForeignKey(Room, models.CASCADE, related_name="groups")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.GROUP)
    name = models.CharField(max_length=60)
    scenario = models.CharField(max_length=40, blank=True, help_text="Key of the sample scenario they take, or empty.")
    position = models.PositiveSmallIntegerField(default=0)
    seq = models.BigIntegerField(default=0)
    removed = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Group"]] = models.Manager()
    there = GroupQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["room", "seq"])]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A person or guest in a room, acting for an organisation in a sector."""

    class Role(models.TextChoices):
        FACILITATOR = "facilitator"
        PARTICIPANT = "participant"
        OBSERVER = "observer"
        SCREEN = "screen"
        TABLET = "tablet"

    room = models.ForeignKey(Room, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="memberships")
    name = models.CharField(max_length=80)
    organisation = models.CharField(max_length=120, blank=True)
    sector = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=12, choices=Role.choices)
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="members")
    past_groups = models.JSONField(default=list, help_text="Ids of groups that the member was moved out of.")
    pair = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="pair_members")
    past_pairs = models.JSONField(default=list, help_text="Ids of pairs that have ended, which the member was in.")
    interest = models.CharField(max_length=40, blank=True, help_text="Key of a scenario, `own`, or empty.")
    runs = models.JSONField(null=True, default=None, help_text="Groups a co-facilitator runs; null means all.")
    verifier = models.CharField(max_length=64, blank=True, help_text="Hash of what the recovery phrase proves.")
    pretend = models.BooleanField(default=False, help_text="Made by a rehearsal.")
    takes = models.CharField(max_length=40, blank=True, help_text="Key of the one activity that a tablet takes.")
    joined = models.DateTimeField()
    seq = models.BigIntegerField(default=0)
    stamp = models.BigIntegerField(default=0)
    removed = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["room", "seq"]), models.Index(fields=["room", "verifier"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["room", "person"], name="one_membership_a_person"),
        ]

    def __str__(self) -> str:
        return self.name


class MemberKey(models.Model):
    """What a device shows to be let in as a member: only the hash of a random token is kept."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="keys")
    hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField()


class AgendaItem(models.Model):
    """One slot of the day, as planned and as it went."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="agenda")
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    part = models.CharField(max_length=40, blank=True)
    core = models.BooleanField(default=True)
    fixed = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Minutes after midnight, if fixed.")
    note = models.CharField(max_length=300, blank=True)
    activities = models.JSONField(default=list, help_text="Dicts of key, minutes and core.")
    link = models.CharField(max_length=500, blank=True, help_text="Address of a call that people join, or empty.")
    position = models.PositiveSmallIntegerField()
    started = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    seq = models.BigIntegerField(default=0)
    removed = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["room", "seq"])]

    def __str__(self) -> str:
        return self.title


class RoomActivity(models.Model):
    """How an activity stands in a room: the state new sheets begin with, and what came together when it was shared."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="activities")
    key = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, default="waiting")
    together = models.JSONField(default=dict, help_text="Frozen counts, where only counts come together.")
    batch = models.PositiveSmallIntegerField(default=0, help_text="Batches of anonymous notes shown so far.")
    seq = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["room", "key"], name="one_activity_a_room")]

    def __str__(self) -> str:
        return self.key


class Sheet(models.Model):
    """One activity filled in by one holder: a person, a group or the whole room. A copy is what a holder shared."""

    class State(models.TextChoices):
        WAITING = "waiting"
        OPEN = "open"
        CLOSED = "closed"
        SHARED = "shared"

    room = models.ForeignKey(Room, models.CASCADE, related_name="sheets")
    key = models.CharField(max_length=80, help_text="activity.holder, as on the wire.")
    activity = models.CharField(max_length=40)
    member = models.ForeignKey(Member, models.CASCADE, null=True, blank=True, related_name="sheets")
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="sheets")
    colleagues = models.JSONField(default=list, help_text="Ids of members whom the person that holds it has let in.")
    copy = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    opened = models.BooleanField(default=False, help_text="Has ever been open.")
    reviewed = models.BigIntegerField(default=0, help_text="Sequence number up to which the facilitator has reviewed.")
    photos = models.BigIntegerField(
        default=0, help_text="Sequence number of the last change of its photos; 0: none yet."
    )
    seq = models.BigIntegerField(default=0)
    stamp = models.BigIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["room", "seq"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["room", "key"], name="one_sheet_a_holder")]

    def __str__(self) -> str:
        return self.key


class SheetLink(models.Model):
    """A link that lets colleagues in to a person's sheet. Its secret is worked out from its id; its hash is kept."""

    id = models.CharField(primary_key=True, max_length=24)
    sheet = models.OneToOneField(Sheet, models.CASCADE, related_name="link")
    token_hash = models.CharField(max_length=64, unique=True)


class Entry(models.Model):
    """One thing written on a sheet. `revs` holds each field's revision, `versions` texts that could not be merged."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="entries")
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="entries")
    uid = models.CharField(max_length=36)
    step = models.CharField(max_length=40)
    author = models.ForeignKey(Member, models.CASCADE, related_name="entries")
    fields = models.JSONField(default=dict)
    revs = models.JSONField(default=dict)
    versions = models.JSONField(default=dict)
    version = models.PositiveSmallIntegerField(default=1, help_text="Version of the block that wrote it.")
    seq = models.BigIntegerField()
    late = models.BooleanField(default=False)
    hidden = models.CharField(max_length=200, blank=True)
    removed = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["room", "seq"]), models.Index(fields=["sheet", "seq"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["room", "uid"], name="one_entry_an_id")]

    def __str__(self) -> str:
        return self.uid


class Photo(models.Model):
    """A photo attached to a sheet, such as one of a flip chart: made anew from its pixels, so nothing else is in it."""

    id = models.CharField(primary_key=True, max_length=24)
    room = models.ForeignKey(Room, models.CASCADE, related_name="photos")
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="pictures")
    by = models.ForeignKey(Member, models.CASCADE, related_name="photos")
    caption = models.CharField(max_length=200, blank=True)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    data = models.BinaryField(help_text="JPEG, at most 2,000 pixels a side.")
    small = models.BinaryField(help_text="The same for lists, at most 480 pixels a side.")
    seq = models.BigIntegerField()

    def __str__(self) -> str:
        return self.pk


class Device(models.Model):
    """A device's outbox as the server knows it: the last number dealt with. Never trimmed, so a repeat does nothing."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="devices")
    device = models.CharField(max_length=36)
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["member", "device"], name="one_outbox_a_device")]


class Refused(models.Model):
    """A change that was not accepted, kept so that a device which missed the answer hears it again."""

    device = models.ForeignKey(Device, models.CASCADE, related_name="refused")
    n = models.BigIntegerField()
    uid = models.CharField(max_length=36)
    code = models.CharField(max_length=16)
    reason = models.CharField(max_length=300)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["device", "n"], name="one_refusal_a_change")]


class Message(models.Model):
    """Words from the facilitator to everybody or to one group, or a group's call for help."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="messages")
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True)
    kind = models.CharField(max_length=8, default="message", help_text="message or help")
    by = models.ForeignKey(Member, models.CASCADE)
    text = models.CharField(max_length=500)
    sent = models.DateTimeField()
    answered = models.BooleanField(default=False)
    seq = models.BigIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["room", "seq"])]


class WallNote(models.Model):
    """An anonymous note: no author, no time, no order. Its id is random, so its place in the table says nothing."""

    id = models.CharField(primary_key=True, max_length=36)
    room = models.ForeignKey(Room, models.CASCADE)
    activity = models.CharField(max_length=40)
    column = models.CharField(max_length=40)
    text = models.CharField(max_length=600)
    edit_hash = models.CharField(max_length=64, help_text="Hash of a key that stays on the writer's device.")
    batch = models.PositiveSmallIntegerField(default=0, help_text="The batch it was shown in; 0 while it was not.")
    place = models.PositiveSmallIntegerField(default=0, help_text="Random place within its batch.")
    hidden = models.CharField(max_length=200, blank=True)


class Response(models.Model):
    """One person's answers to an anonymous rating: no author, no time, no order. Its id is random."""

    id = models.CharField(primary_key=True, max_length=36)
    room = models.ForeignKey(Room, models.CASCADE)
    activity = models.CharField(max_length=40)
    team = models.CharField(max_length=80, help_text="The team that is meant, as its respondent named it.")
    team_key = models.CharField(max_length=160, help_text="The same, as names of teams are compared.")
    answers = models.JSONField(default=dict)
    edit_hash = models.CharField(max_length=64, help_text="Hash of a key that stays on the device; empty once shared.")
    proof_hash = models.CharField(max_length=64, help_text="Becomes a TeamProof when results are shared, then empty.")


class TeamProof(models.Model):
    """What lets a device see the result of the team that it answered for; nothing here can be joined to an answer."""

    hash = models.CharField(primary_key=True, max_length=64)
    room = models.ForeignKey(Room, models.CASCADE)
    activity = models.CharField(max_length=40)
    team_key = models.CharField(max_length=160)


class WallWriter(models.Model):
    """That a member wrote for a batch of an anonymous sheet; nothing here can be joined to a note or an answer.

    On a tablet somebody may write who is no member.
    """

    id = models.CharField(primary_key=True, max_length=36)
    room = models.ForeignKey(Room, models.CASCADE)
    activity = models.CharField(max_length=40)
    batch = models.PositiveSmallIntegerField()
    member = models.ForeignKey(Member, models.CASCADE, null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["room", "activity", "batch", "member"], name="one_writer_a_batch"),
        ]


class RehearsalStart(models.Model):
    """How a room stood when its rehearsal began, so that wiping brings it back: field values by table and row."""

    room = models.OneToOneField(Room, models.CASCADE, related_name="rehearsal_start")
    tables = models.JSONField(encoder=DjangoJSONEncoder)


class Letter(models.Model):
    """A mail that is to be sent: whoever sets `due` to nothing, in one statement, is the one who sends it."""

    id = models.CharField(primary_key=True, max_length=24)
    email = models.CharField(max_length=254, blank=True)
    due = models.DateTimeField(null=True, blank=True, db_index=True)
    taken = models.DateTimeField(null=True, blank=True, help_text="Being sent since then; stays if the server stopped.")
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True


class Invitation(Letter):
    """Somebody who was invited to a workshop, by mail or by a link of their own. Only the hash of the link is kept."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="invitations")
    name = models.CharField(max_length=80, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    sent = models.DateTimeField(null=True, blank=True)
    reminded = models.DateTimeField(null=True, blank=True)
    quiet = models.BooleanField(default=False, help_text="Wants no more mail about this workshop.")
    member = models.OneToOneField(Member, models.SET_NULL, null=True, blank=True, related_name="invitation")

    class Meta(Letter.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["room", "email"], condition=~models.Q(email=""), name="one_invitation_an_address"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class CheckIn(Letter):
    """A mail that somebody asked for, some weeks after a workshop. Nothing here says who in the workshop asked."""

    room = models.ForeignKey(Room, models.CASCADE)
    weeks = models.PositiveSmallIntegerField()
    stop_hash = models.CharField(max_length=64, unique=True)

    class Meta(Letter.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["room", "email", "weeks"], name="one_check_in_a_time"),
        ]


class Audit(models.Model):
    """A line about an act that someone may ask about later; never any words that people wrote."""

    room = models.ForeignKey(Room, models.CASCADE, null=True, blank=True)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=40)
    detail = models.CharField(max_length=300, blank=True)
