"""Right answers to bio_to_spans that look different, registered in its module."""

from solutions.bidirectional import bio_to_spans


def closing_each_as_it_ends(tags):
    spans, first, kind = [], None, ""
    for t, tag in enumerate(tags):
        goes_on = first is not None and tag == f"I-{kind}"
        if first is not None and not goes_on:
            spans.append((first, t, kind))
            first = None
        if tag != "O" and not goes_on:
            first, kind = t, tag[2:]
    if first is not None:
        spans.append((first, len(tags), kind))
    return spans


def with_an_o_at_the_end(tags):
    spans, first, before = [], 0, "O"
    for t, tag in enumerate([*tags, "O"]):
        if before != "O" and tag != "I" + before[1:]:
            spans.append((first, t, before[2:]))
        if tag != "O" and (tag[0] == "B" or tag[1:] != before[1:]):
            first = t
        before = tag
    return spans


def looking_ahead(tags):
    spans, t = [], 0
    while t < len(tags):
        if tags[t] == "O":
            t += 1
            continue
        _, kind = tags[t].split("-")
        end = t + 1
        while end < len(tags) and tags[end] == "I-" + kind:
            end += 1
        spans.append((t, end, kind))
        t = end
    return spans


def from_starts_and_ends(tags):
    def begins(t):
        return tags[t] != "O" and (tags[t][0] == "B" or t == 0 or tags[t - 1][1:] != tags[t][1:])

    def ends(t):
        return tags[t] != "O" and (t + 1 == len(tags) or tags[t + 1] != "I" + tags[t][1:])

    places = range(len(tags))
    return [
        (first, end + 1, tags[first].partition("-")[2])
        for first, end in zip(filter(begins, places), filter(ends, places), strict=True)
    ]


def with_a_pattern(tags):
    import re

    text = "".join(f"{tag:<9}" for tag in tags)
    return [
        (found.start() // 9, found.end() // 9, found[1].rstrip())
        for found in re.finditer(r"[BI]-(.{7})(?:I-\1)*", text)
    ]


def by_recursion(tags):
    for first, tag in enumerate(tags):
        if tag != "O":
            end = first + 1
            while tags[end : end + 1] == ["I" + tag[1:]]:
                end += 1
            later = bio_to_spans(tags[end:])
            return [(first, end, tag[2:])] + [(s + end, e + end, kind) for s, e, kind in later]
    return []
