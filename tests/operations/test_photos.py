"""Photos on sheets: what is left of a file, who attaches, sees and takes away, and what is refused."""

import io

import pytest
from PIL import ExifTags, Image

from commonweal.operations import groups, photos, rehearsal, running
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.pictures import LARGEST, picture
from commonweal.store.models import Member, Photo, Sheet
from tests.cast import NOW, Cast, make_cast

SECRET = b"taken at 51.4816 north"


@pytest.fixture
def cast(db: None) -> Cast:
    made = make_cast()
    made.open("a2")
    return made


def image(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    made = Image.new(mode, size, "red" if mode != "P" else 1)
    made.paste("blue" if mode != "P" else 2, (size[0] // 2, 0, *size))
    return made


def file(kind: str = "JPEG", made: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (made or image()).save(out, kind, **options)
    return out.getvalue()


def key(cast: Cast, group: str = "one") -> str:
    return f"a2.g{getattr(cast, group).pk}"


def attach(cast: Cast, by: Member, group: str = "one", data: bytes = b"") -> str:
    return photos.attach(by=by, sheet=key(cast, group), data=data or file(), now=NOW)


def seen(cast: Cast, by: Member, group: str = "one") -> list[str]:
    return [one["id"] for one in photos.shown(by=Member.objects.get(pk=by.pk), sheet=key(cast, group))]


# --- what is left of a file -------------------------------------------------------------------------------


def test_place_comment_profile_and_thumbnail_are_taken_out() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = SECRET.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    data = file(exif=exif, comment=SECRET, icc_profile=SECRET)
    assert SECRET in data
    made = picture(data)
    for kept in (made.data, made.small):
        assert SECRET not in kept
        with Image.open(io.BytesIO(kept)) as opened:
            assert (opened.format, dict(opened.getexif())) == ("JPEG", {})
            assert not {"exif", "comment", "icc_profile"} & opened.info.keys()


def test_what_is_hidden_behind_the_picture_does_not_come_along() -> None:
    data = file() + b"<script>alert(1)</script>"
    assert b"<script>" not in picture(data).data


def test_a_photo_taken_on_its_side_stands_upright() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    made = picture(file(made=image((60, 40)), exif=exif))
    assert (made.width, made.height) == (40, 60)
    with Image.open(io.BytesIO(made.data)) as opened:
        red, _, blue = opened.getpixel((20, 5))  # type: ignore[misc]
        assert red > 200 > 60 > blue


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("WEBP", "RGB"), ("JPEG", "CMYK")]
)
def test_other_kinds_become_a_jpeg_too(kind: str, mode: str) -> None:
    made = Image.new(mode, (30, 20))
    assert picture(file(kind, made)).data.startswith(b"\xff\xd8\xff")


def test_what_shines_through_shines_on_white() -> None:
    with Image.open(io.BytesIO(picture(file("PNG", Image.new("RGBA", (9, 9), (0, 0, 0, 0)))).data)) as opened:
        assert opened.getpixel((4, 4)) == (255, 255, 255)


def test_a_large_photo_is_made_smaller_and_the_small_one_smaller_still() -> None:
    made = picture(file(made=image((4000, 3000))))
    assert (made.width, made.height) == (2000, 1500)
    with Image.open(io.BytesIO(made.small)) as opened:
        assert max(opened.size) == 480


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a photo",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        file()[:300],
        file("GIF"),
        file("TIFF"),
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 64,
        b"%PDF-1.7",
    ],
)
def test_what_is_no_photo_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Invalid, match="Choose a JPEG, PNG or WebP file"):
        picture(data)


def test_too_many_bytes_and_too_many_pixels_are_refused_before_they_are_opened() -> None:
    with pytest.raises(Invalid, match="larger than 15 MB"):
        picture(b"\xff" * (LARGEST + 1))
    bomb = file("PNG", Image.new("1", (8_000, 7_000)))
    assert len(bomb) < 50_000
    with pytest.raises(Invalid, match="50 million pixels"):
        picture(bomb)


# --- who attaches and who sees ----------------------------------------------------------------------------


def test_a_group_attaches_and_all_of_it_sees(cast: Cast) -> None:
    id = attach(cast, cast.ben)
    assert seen(cast, cast.carys) == [id]
    assert photos.opened(by=cast.carys, id=id, small=False).startswith(b"\xff\xd8\xff")
    sheet = Sheet.objects.get(room=cast.room, key=key(cast))
    assert sheet.photos == sheet.seq == Photo.objects.get(pk=id).seq


@pytest.mark.parametrize("who", ["dele", "asha", "fay", "elin"])
def test_nobody_else_sees_it_before_it_is_shared(cast: Cast, who: str) -> None:
    id, other = attach(cast, cast.ben), getattr(cast, who)
    assert seen(cast, other) == []
    for small in (True, False):
        with pytest.raises(Refused, match="not there any more"):
            photos.opened(by=other, id=id, small=small)
    with pytest.raises(Refused):
        photos.caption(by=other, id=id, text="Mine now")
    with pytest.raises(Refused):
        photos.take_away(by=other, id=id, now=NOW)
    assert Photo.objects.get(pk=id).caption == ""


def test_others_see_it_once_it_is_shared_and_no_more_when_that_is_taken_back(cast: Cast) -> None:
    id = attach(cast, cast.ben)
    running.set_state(by=cast.asha, activity="a2", state="shared", now=NOW)
    for who in (cast.dele, cast.asha, cast.fay, cast.carys):
        assert seen(cast, who) == [id]
    assert seen(cast, cast.elin) == []
    running.set_state(by=cast.asha, activity="a2", state="open", now=NOW)
    assert seen(cast, cast.dele) == []


def test_a_facilitator_attaches_for_a_group_and_sees_their_own_alone(cast: Cast) -> None:
    theirs, own = attach(cast, cast.ben), attach(cast, cast.asha)
    assert seen(cast, cast.asha) == [own]
    assert seen(cast, cast.carys) == [theirs, own]
    assert [one["proxy"] for one in photos.shown(by=cast.carys, sheet=key(cast))] == [False, True]
    with pytest.raises(Refused):
        attach(cast, cast.fay)
    attach(cast, cast.fay, "two")


def test_whoever_is_moved_to_another_group_loses_sight_of_it(cast: Cast) -> None:
    id = attach(cast, cast.ben)
    groups.move_member(by=cast.asha, member_id=cast.carys.pk, group_id=cast.two.pk, now=NOW)
    assert seen(cast, cast.carys) == []
    with pytest.raises(Refused):
        photos.opened(by=Member.objects.get(pk=cast.carys.pk), id=id, small=True)


@pytest.mark.parametrize(("activity", "words"), [("w6", "yours alone"), ("w8", "yours alone"), ("a4", "yours alone")])
def test_what_one_person_holds_takes_no_photo(cast: Cast, activity: str, words: str) -> None:
    cast.open(activity)
    with pytest.raises(Refused, match=words):
        photos.attach(by=cast.ben, sheet=f"{activity}.m{cast.ben.pk}", data=file(), now=NOW)


def test_the_anonymous_wall_takes_no_photo(cast: Cast) -> None:
    cast.open("w7")
    with pytest.raises(Refused):
        photos.attach(by=cast.ben, sheet="w7.room", data=file(), now=NOW)
    assert not Photo.objects.exists()


@pytest.mark.parametrize("state", ["waiting", "closed", "shared"])
def test_a_sheet_that_is_not_open_keeps_the_photos_it_has(cast: Cast, state: str) -> None:
    id = attach(cast, cast.ben)
    running.set_state(by=cast.asha, activity="a2", state=state, now=NOW)
    with pytest.raises(Refused):
        attach(cast, cast.ben)
    with pytest.raises(Refused):
        photos.take_away(by=cast.ben, id=id, now=NOW)
    assert Photo.objects.count() == 1


def test_the_holders_describe_and_take_away(cast: Cast) -> None:
    id = attach(cast, cast.ben)
    photos.caption(by=cast.carys, id=id, text="Ten worries, three hopes")
    assert photos.shown(by=cast.ben, sheet=key(cast))[0]["caption"] == "Ten worries, three hopes"
    photos.take_away(by=cast.carys, id=id, now=NOW)
    assert seen(cast, cast.ben) == []


def test_the_facilitator_takes_a_shared_one_away(cast: Cast) -> None:
    id = attach(cast, cast.ben)
    running.set_state(by=cast.asha, activity="a2", state="shared", now=NOW)
    assert photos.shown(by=cast.dele, sheet=key(cast))[0]["removable"] is False
    with pytest.raises(Refused):
        photos.take_away(by=cast.dele, id=id, now=NOW)
    photos.take_away(by=cast.asha, id=id, now=NOW)
    assert not Photo.objects.exists()


def test_a_sheet_takes_a_dozen(cast: Cast) -> None:
    for _ in range(photos.ON_A_SHEET):
        attach(cast, cast.ben)
    with pytest.raises(Refused, match="Take one away first"):
        attach(cast, cast.ben)


def test_a_rehearsal_leaves_no_photo_and_takes_none_away(cast: Cast) -> None:
    """Elin’s workshop is one that nobody has joined."""
    elin = cast.elin
    group = groups.add_group(by=elin, name="Group 1", now=NOW)
    running.set_state(by=elin, activity="a2", state="open", now=NOW)
    before = photos.attach(by=elin, sheet=f"a2.g{group.pk}", data=file(), now=NOW)
    rehearsal.fill(by=elin, people=6, now=NOW)
    photos.attach(by=elin, sheet=f"a2.g{group.pk}", data=file(), now=NOW)
    with pytest.raises(Refused, match="before the rehearsal"):
        photos.take_away(by=elin, id=before, now=NOW)
    rehearsal.wipe(by=elin, now=NOW)
    assert list(Photo.objects.values_list("pk", flat=True)) == [before]
