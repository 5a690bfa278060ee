"""Every citation names an instrument that is there."""

from dutybound.citing import cited
from dutybound.problems import Problems, did_you_mean
from dutybound.rulebook import Content


def check_citations(content: Content, problems: Problems) -> None:
    """No citation names an instrument that no policy file declares."""
    known = {instrument.id for instrument in content.instruments}
    for provision, place in cited(content):
        if provision.instrument not in known:
            hint = did_you_mean(provision.instrument, known)
            problems.add(
                place,
                f"引用了没有的法律文件 `{provision}`{hint.zh}",
                f"`{provision}` cites an instrument that no policy file declares{hint.en}",
            )
