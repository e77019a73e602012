"""How the counts change: with and without deduplication, with and without events that did not happen (yet)."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="What counts")


@app.cell
def _():
    import altair as alt
    import marimo as mo
    import polars as pl

    import riobravo
    from riobravo.plot import style

    data = riobravo.connect()

    def ask(query):
        return pl.DataFrame(data.sql(query).to_arrow_table())

    return alt, ask, mo, pl, riobravo, style


@app.cell
def _(mo):
    mo.md("""
    # What counts

    An event counts once, however many sentences report it, and only if it happened. Two choices stand behind every number
    of this dataset; here is what each of them does to the four headline types.
    """)
    return


@app.cell
def _(ask):
    units = ask("""
        select events.event_type, count(distinct events.event_id) as n_events,
            count(distinct (events.event_id, mentions.article_id)) as n_reports, count(*) as n_mentions
        from events_counted
        inner join events on events_counted.event_id = events.event_id
        inner join event_mentions on events.event_id = event_mentions.event_id
        inner join mentions on event_mentions.mention_id = mentions.mention_id
        where events.event_type in (select event_type from event_types where is_headline)
        group by events.event_type
        order by n_events desc
    """)
    return (units,)


@app.cell
def _(alt, mo, style, units):
    long = units.unpivot(index="event_type", variable_name="counted", value_name="n")
    names = {"n_events": "events", "n_reports": "articles that report them", "n_mentions": "sentences (mentions)"}
    bars = (
        alt.Chart(
            alt.Data(values=long.with_columns(long["counted"].replace(names)).to_dicts()),
            title="What is counted changes the count",
        )
        .mark_bar()
        .encode(
            x=alt.X("n:Q", title="number, whole dataset"),
            y=alt.Y("counted:N", title=None, sort=list(names.values())),
            color=alt.Color(
                "counted:N", scale=alt.Scale(domain=list(names.values()), range=list(style.PALETTE)), legend=None
            ),
            row=alt.Row(
                "event_type:N",
                title=None,
                sort=units["event_type"].to_list(),
                header=alt.Header(labelAngle=0, labelAlign="left"),
            ),
        )
        .properties(width=520, height=54)
    )
    ratio = {row["event_type"]: row["n_mentions"] / row["n_events"] for row in units.to_dicts()}
    spread = f"{min(ratio.values()):.1f} to {max(ratio.values()):.1f}"
    mo.vstack(
        [
            mo.md(f"""
            ## With and without deduplication

            Counting sentences instead of events multiplies the numbers by **{spread}**, and counting articles that report
            an event by a little less. By type that looks like one factor for all, which would not matter for a trend.
            """),
            bars,
            mo.ui.table(units, selection=None),
        ]
    )
    return (ratio,)


@app.cell
def _(ask, mo):
    most = ask("""
        select date_start, event_type, n_mentions, n_articles, headline
        from events
        where event_type in (select event_type from event_types where is_headline) and status = 'actual' and not is_aggregate
        order by n_mentions desc, event_id
        limit 8
    """)
    single = ask("""
        select avg((n_mentions = 1)::integer) as share
        from events
        where event_type in (select event_type from event_types where is_headline) and status = 'actual' and not is_aggregate
    """)["share"].item()
    mo.vstack(
        [
            mo.md(f"""
            From event to event it is no such factor: **{single:.0%}** of them are told in one sentence, the most told in
            **{most["n_mentions"].max()}**. In a month with one of the events below, a count of sentences shows how
            newsworthy that one act was:
            """),
            mo.ui.table(most, selection=None),
            mo.md("""
            The step from sentences to events is a judgement too. In this dataset it was made with all mentions side by
            side; `docs/quality.md` of the repository says how well the machine does it alone.
            """),
        ]
    )
    return most, single


@app.cell
def _(ask, mo):
    statuses = ask("""
        select event_type, sum(n_events)::integer as happened, sum(n_planned)::integer as planned,
            sum(n_hypothetical)::integer as hypothetical, sum(n_negated)::integer as negated
        from events_by_year
        where is_headline
        group by event_type
        order by happened desc
    """)
    deployments = statuses.filter(event_type="deployment").row(0, named=True)
    threats = statuses.filter(event_type="threat").row(0, named=True)
    more = deployments["planned"] / deployments["happened"]
    mo.vstack(
        [
            mo.md(f"""
            ## With and without what did not happen

            Events dated to a year, by status. The choice hardly touches extraditions, and threats not at all: a threat *is*
            an act, so it is actual even if the harm never comes ({threats["planned"] + threats["hypothetical"]} of them are
            plans or possibilities). It matters for deployments: adding those that were announced would raise their number
            by **{more:.0%}** (and that of withdrawals likewise, though these are very few). Purely hypothetical ones, that
            somebody called for, are {deployments["hypothetical"]}; few texts speak of them concretely enough to be coded.
            """),
            mo.ui.table(statuses, selection=None),
            mo.md("""
            A planned deployment that later arrives is *one* event, actual since the report of its arrival. So those left as
            planned are the ones of which no article here tells the end, not the ones that failed.
            """),
        ]
    )
    return deployments, more, statuses, threats


@app.cell
def _(ask, mo):
    totals = ask("""
        select event_type, count(*) as n_totals, max(quantity_best)::bigint as largest
        from official_totals
        where quantity_unit = 'persons' and event_type in (select event_type from event_types where is_headline)
        group by event_type
        order by n_totals desc
    """)
    mo.vstack(
        [
            mo.md("""
            ## And totals

            "78 extradited in 2023" is not an event, and is in no count. Adding such totals to the events would count the
            same persons twice, and adding them to each other as often as they were reported:
            """),
            mo.ui.table(totals, selection=None),
        ]
    )
    return (totals,)


@app.cell
def _(deployments, more, most, pl, ratio, single, statuses, threats, totals):
    # What the words above rest on; a test asks that all of it holds.
    extraditions = statuses.filter(pl.col("event_type") == "extradition").row(0, named=True)
    claims = {
        "sentences multiply counts": min(ratio.values()) > 1.5,
        "by type much alike": max(ratio.values()) / min(ratio.values()) < 1.5,
        "by event not": most["n_mentions"].max() > 5 * max(ratio.values()),
        "many are told once": 0.2 < single < 0.8,
        "threats are acts": threats["planned"] + threats["hypothetical"] == 0,
        "plans matter for deployments": more > 0.15,
        "and hardly for extraditions": extraditions["planned"] / extraditions["happened"] < 0.1,
        "few are hypothetical": deployments["hypothetical"] < 10,
        "there are totals": totals["n_totals"].sum() > 10,
    }
    return (claims,)


if __name__ == "__main__":
    app.run()
