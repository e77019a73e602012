"""Threats and concessions in 2025: who threatened with what, and what came of it."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="Threats and concessions, 2025")


@app.cell
def _():
    import marimo as mo
    import polars as pl

    import riobravo

    data = riobravo.connect()
    return data, mo, pl, riobravo


@app.cell
def _(mo):
    mo.md("""
    # Threats and concessions, 2025

    A **threat** is coded where an actor states that it will or may harm another; the harm itself is no part of it. A
    **concession** is a measure or threat that is eased, postponed, suspended or lifted. Both are acts, and count as such.
    """)
    return


@app.cell
def _(data, pl):
    year = data.sql("""
        select date_start, event_type, event_subtype, source_country, target_country, headline, event_id
        from events_counted
        where event_type in ('threat', 'concession') and date_start between '2025-01-01' and '2025-12-31'
        order by date_start, event_type
    """)
    acts = pl.DataFrame(year.to_arrow_table())
    threats, concessions = acts.filter(event_type="threat"), acts.filter(event_type="concession")
    return acts, concessions, threats


@app.cell
def _(acts, concessions, data, mo, riobravo, threats):
    from_usa = threats.filter(source_country="USA").height
    tariffs = threats.filter(event_subtype="tariff").height
    mo.vstack(
        [
            mo.md(f"""
            The briefs tell **{threats.height} threats** and **{concessions.height} concessions** dated to 2025.
            **{from_usa} of the {threats.height}** threats come from the United States. With numbers this small one brief
            more or less changes a month: read the list, not the bars.
            """),
            riobravo.plot.timeline(
                ["threat", "concession"],
                split="event_type",
                since="2025-01-01",
                until="2025-12-31",
                connection=data,
            ),
            mo.ui.table(acts.drop("event_id"), selection=None, page_size=20),
        ]
    )
    return from_usa, tariffs


@app.cell
def _(concessions, mo, tariffs, threats):
    postponed = concessions.filter(event_subtype="postponed").height
    lifted = concessions.filter(event_subtype="lifted").height
    mo.md(f"""
    ## What was threatened, what was given

    {tariffs} of the {threats.height} threats are of tariffs; the others are of force, of prosecution, of exclusion from
    banks, or leave the harm open. Of the {concessions.height} concessions {postponed} **postpone** something and {lifted}
    lift it for good: in these articles 2025 is a year of deadlines moved, not of disputes ended. Some of the concessions
    answer measures already decided (sanctions), so they have no threat before them in this list.
    """)
    return lifted, postponed


@app.cell
def _(data, mo, pl):
    links = pl.DataFrame(
        data.sql("""
            select earlier.date_start as threatened_on, earlier.event_subtype as threat, event_links.relation,
                later.event_type as later_type, later.date_start as later_on,
                date_diff('day', earlier.date_start, later.date_start) as days, later.headline
            from event_links
            inner join events as earlier on event_links.to_event_id = earlier.event_id
            inner join events as later on event_links.from_event_id = later.event_id
            where earlier.event_type = 'threat' and earlier.date_start >= '2024-11-01'
            order by threatened_on, later_on
        """).to_arrow_table()
    )
    mo.vstack(
        [
            mo.md(f"""
            ## What followed

            Of threats since November 2024, when the tariffs that were put off in February were first announced, the data
            link **{links.height} later events** to the threat that they execute, postpone, withdraw or answer. A link is
            made where a text or a reader says so, or where kind, sides and dates leave little doubt. **A threat without a
            link is not a threat without effect**: it may have worked without a further act, or what followed was not in an
            article here.
            """),
            mo.ui.table(links, selection=None),
        ]
    )
    return (links,)


@app.cell
def _(concessions, from_usa, lifted, links, postponed, threats):
    # What the words above rest on; a test asks that all of it holds.
    claims = {
        "numbers are small": 0 < threats.height < 40 and 0 < concessions.height < 40,
        "most threats come from the United States": from_usa > threats.height / 2,
        "concessions postpone more than they lift": postponed > 3 * max(lifted, 1),
        "some threats have links": links.height > 0,
    }
    return (claims,)


if __name__ == "__main__":
    app.run()
