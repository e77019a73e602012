"""A first look: what is in the dataset, how it is counted, and how one number leads back to its sources."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="A first look")


@app.cell
def _():
    import marimo as mo

    import riobravo

    data = riobravo.connect()
    events = riobravo.load("events")
    articles = riobravo.load("articles")
    return articles, data, events, mo, riobravo


@app.cell
def _(articles, events, mo, riobravo):
    counted = riobravo.load("events_counted")
    mo.md(f"""
    # A first look

    The dataset holds **{events.height:,} events** from **{articles.height:,} short articles** in English and Spanish. Of
    those events **{counted.height:,} count**: they happened, and they are no total over a period. The others are plans,
    possibilities, denials and totals; they are kept, and kept apart.

    `riobravo.load` gives any table or view as a polars, pandas, Arrow or DuckDB object.
    """)
    return (counted,)


@app.cell
def _(data, mo, riobravo):
    mo.vstack(
        [
            mo.md("""
            ## What happened, and when

            Darker is more. The last column is starred because the data end in the middle of that year.
            """),
            riobravo.plot.heatmap(connection=data),
        ]
    )
    return


@app.cell
def _(data, mo, riobravo):
    by_year = dict(riobravo.counts(by="year", connection=data).select("period_start", "n_events").iter_rows())
    numbers = {day.year: n_events for day, n_events in by_year.items()}
    in_2025 = numbers[2025]
    before = sum(numbers[year] for year in range(2006, 2025)) / 19
    mo.md(f"""
    2025 has **{in_2025} dated events**, the years from 2006 to 2024 have **{before:.0f}** on average. Part of that is the
    world and part of it is us: more articles were written on recent years. **A rise in these counts is a rise in what was
    reported here**, and only for single kinds of events with a fixed source, such as the group hand-overs of 2025 and 2026,
    is it safe to read as more.
    """)
    return before, in_2025


@app.cell
def _(data, mo, riobravo):
    handed_over = {
        "event_subtype": ["extradited", "transferred", "deported"],
        "source_country": "MEX",
        "target_country": "USA",
    }
    mo.vstack(
        [
            mo.md("""
            ## Persons handed over by Mexico to the United States

            `where` keeps one stage and one direction. Without it, a person who is requested, approved and handed over would
            be added up three times.
            """),
            riobravo.plot.timeline("extradition", by="year", measure="persons", where=handed_over, connection=data),
        ]
    )
    return (handed_over,)


@app.cell
def _(data, handed_over, mo, riobravo):
    persons = riobravo.counts("extradition", by="year", where=handed_over, connection=data)
    totals = riobravo.load("extradition_totals_by_year")
    compared = totals.select("year", "lowest_total", "persons_in_events").sort("year")
    mo.vstack(
        [
            mo.md("""
            **How much of the world is in there?** For some years officials gave totals. Beside them, the persons in our
            single events are few: hand-overs that made news are in, most others are not.
            """),
            mo.ui.table(compared.tail(8), selection=None),
        ]
    )
    return compared, persons


@app.cell
def _(data, mo, riobravo):
    mo.vstack(
        [
            mo.md("""
            ## Who acts on whom

            Bands show pairs of sectors, coloured from conflict to cooperation by the mean Goldstein value, a coarse scale
            that was made for relations between states. It says how such acts are usually taken, not how these were meant.
            """),
            riobravo.plot.network(connection=data),
        ]
    )
    return


@app.cell
def _(data, mo, riobravo):
    mo.vstack(
        [
            mo.md("""
            ## Where

            Only events whose text names a town, a site or a state can be drawn. A call between two capitals has no place,
            so the map shows arrests, clashes and deployments rather than diplomacy.
            """),
            riobravo.plot.map(connection=data),
        ]
    )
    return


@app.cell
def _(events, mo, riobravo):
    largest = (
        events.filter(event_type="extradition", event_subtype="transferred")
        .sort("n_mentions", descending=True)
        .row(0, named=True)
    )
    mentions = riobravo.load("mentions").join(
        riobravo.load("event_mentions").filter(event_id=largest["event_id"]), on="mention_id"
    )
    evidence = mentions.select("article_id", "evidence").sort("article_id")
    mo.vstack(
        [
            mo.md(f"""
            ## From a number to its sources

            The transfer that most sentences report: *{largest["headline"]}* ({largest["date_start"]}), with
            {largest["n_mentions"]} mentions in {largest["n_articles"]} articles. It is **one** event. These are the words
            that assert it; the table `articles` names the public sources of each article.
            """),
            mo.ui.table(evidence, selection=None),
        ]
    )
    return evidence, largest


@app.cell
def _(before, compared, counted, events, evidence, in_2025, largest):
    # What the words above rest on; a test asks that all of it holds.
    claims = {
        "some events do not count": counted.height < events.height,
        "2025 stands out": in_2025 > 2 * before,
        "events are few beside official totals": bool(
            (compared["persons_in_events"] < compared["lowest_total"]).mean() > 0.9
        ),
        "one event has many mentions": evidence.height == largest["n_mentions"] > 10,
    }
    return (claims,)


if __name__ == "__main__":
    app.run()
