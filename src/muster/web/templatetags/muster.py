"""Tags and filters of every page: `{% load muster %}`."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html

from muster.journal import clock
from muster.rules.permissions import is_permitted
from muster.web import display, fact_words, wording
from muster.web import panels as panel_registry

register = template.Library()


@register.filter
def money(value, currency="USD"):
    """`{{ total_cents|money }}`, `{{ total_cents|money:claim.currency }}` → $1,234.50"""
    return display.money_text(value, currency)


@register.filter
def amount(value):
    """An amount as a working keeps it, `{"amount": "930.00", "currency": "USD"}` → $930.00 USD"""
    return display.amount_text(value)


@register.filter
def rate(value, unit=""):
    """`{{ rate|rate:"hour" }}` → $45.00 per hour"""
    return display.rate_text(value, unit)


@register.filter
def hours(value):
    """Hours (`Decimal`, number, duration) → 7.5 hours"""
    return display.hours_text(value)


@register.filter
def minutes(value):
    """Whole minutes → 12 h 30 min"""
    return display.minutes_text(value)


@register.filter
def when(value):
    """A moment in the reader's zone, the zone named, machine-readable as well."""
    moment = display.as_moment(value)
    if moment is None:
        return display.when_text(value)
    return display.time_element(moment, display.when_text(moment))


@register.filter
def day(value):
    """`Mar 14, 2026`"""
    return display.day_text(value)


@register.filter
def ago(value):
    """`5 minutes ago`, `in 2 hours`, with the whole moment as its title."""
    moment = display.as_moment(value)
    if moment is None:
        return display.when_text(value)
    words = display.ago_text(moment, clock.now())
    return display.time_element(moment, words, title=display.when_text(moment))


@register.filter
def telephone(value):
    """A number as a link that dials it; what holds no number stays text."""
    return display.telephone_element(value)


@register.filter
def label(value):
    """The words of an enum value or code."""
    return display.label_text(value)


@register.filter
def sentence(refusal):
    """A refusal as its sentence."""
    return wording.sentence(refusal)


@register.filter
def browser(user_agent):
    """What a browser says of itself, in three words."""
    return display.browser_text(str(user_agent or ""))


@register.filter
def in_order(values):
    """Words in alphabetical order, such as a set of roles."""
    return sorted(values or (), key=str)


@register.filter
def short(value, length=10):
    """The first characters of a hash or id."""
    return str(value or "")[: int(length)]


@register.filter
def may(actor, permission):
    """`{% if actor|may:"offer.submit" %}`: whether to show a button at all."""
    return actor is not None and is_permitted(actor, permission)


@register.simple_tag
def status(value, words="", tone=""):
    """A state as a tag: `{% status offer.state %}`."""
    return format_html(
        '<span class="usa-tag m-tag m-tag--{}">{}</span>',
        tone or display.tone_of(value),
        words or display.label_text(value),
    )


@register.simple_tag(takes_context=True)
def panels(context, slot, subject=None):
    """What upper apps show in this slot."""
    request = context.get("request")
    return panel_registry.render_panels(request, slot, subject) if request else ""


@register.simple_tag
def zone_name():
    """The reader's zone by its place and its abbreviation now."""
    zone = timezone.get_current_timezone_name()
    now = timezone.localtime(clock.now()).tzname()
    return f"{zone} ({now})" if now and now != zone else zone


@register.inclusion_tag("web/_icon.html")
def icon(name, label="", size=3):
    """A USWDS icon; decorative unless it has a label."""
    return {"name": name, "label": label, "size": size}


@register.inclusion_tag("web/_meter.html")
def meter(label, used, total, words="", warn_at=0.9):
    """How much of a whole is used, such as free hours."""
    try:
        share = float(used) / float(total) if total else 0.0
    except (TypeError, ValueError):
        share = 0.0
    return {
        "label": label,
        "used": used or 0,
        "total": total or 0,
        "words": words,
        "percent": max(0, min(100, round(share * 100))),
        "is_near": share >= float(warn_at),
    }


@register.inclusion_tag("web/_steps.html")
def steps(names, current):
    """Where one is in a sequence: `{% steps "Ask,Open,Done" 2 %}`, counted from one."""
    listed = names.split(",") if isinstance(names, str) else list(names)
    number = int(current)
    return {
        "steps": listed,
        "current": number,
        "name": listed[max(0, min(number, len(listed)) - 1)],
    }


@register.inclusion_tag("web/_timeline.html")
def timeline(
    facts, empty="Nothing has happened yet. What is done here will be listed, with time and name."
):
    """A list of facts: `at`, `who`, `sentence`, and once sealed `position` and `hash`."""
    return {"facts": [fact_words.line(fact) for fact in facts], "empty": empty}


@register.inclusion_tag("web/_empty.html")
def empty(title, words="", url="", action=""):
    """An empty state that teaches what comes here and how."""
    return {"title": title, "words": words, "url": url, "action": action}


@register.inclusion_tag("web/_pages.html", takes_context=True)
def pages(context, page, name="cursor"):
    """Links of a keyset page: `page.next` is the cursor of the next page, or None."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    links = {}
    if query is not None:
        had = query.pop(name, None)
        links["first"] = f"?{query.urlencode()}" if had else ""
        if following := getattr(page, "next", None):
            query[name] = str(following)
            links["next"] = f"?{query.urlencode()}"
    return links


class PartNode(template.Node):
    """A component that wraps what stands between its tags."""

    def __init__(self, template_name, arguments, nodes):
        self.template_name, self.arguments, self.nodes = template_name, arguments, nodes

    def render(self, context):
        given = {name: value.resolve(context) for name, value in self.arguments.items()}
        given["body"] = self.nodes.render(context)
        return render_to_string(self.template_name, given, request=context.get("request"))


def _part(name):
    def compile_part(parser, token):
        arguments = {}
        for word in token.split_contents()[1:]:
            key, equals, value = word.partition("=")
            if not equals:
                raise template.TemplateSyntaxError(f"{name} takes name=value, not {word}")
            arguments[key] = parser.compile_filter(value)
        nodes = parser.parse((f"end{name}",))
        parser.delete_first_token()
        return PartNode(f"web/_{name}.html", arguments, nodes)

    return compile_part


# {% card title="…" url=… tone=… %}…{% endcard %}, {% alert tone="warning" title=… %}…{% endalert %},
# {% confirm title=… action=… submit=… %}…{% endconfirm %}
for _name in ("card", "alert", "confirm"):
    register.tag(_name, _part(_name))
