"""Do pledges become deployments? What the links say, what they cannot say, and how few the cases are."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="Do pledges become deployments?")


@app.cell
def _():
    import marimo as mo
    import polars as pl

    import riobravo

    data = riobravo.connect()

    def ask(query):
        return pl.DataFrame(data.sql(query).to_arrow_table())

    return ask, mo, pl, riobravo


@app.cell
def _(ask, mo):
    pledges = ask("""
        select event_id, date_start, source_country, quantity_best as pledged, n_articles, headline
        from events
        where event_type = 'pledge' and event_subtype = 'deployment' and status = 'actual' and not is_aggregate
        order by date_start
    """)
    dated = pledges.drop_nulls("date_start")
    of_mexico = pledges.filter(source_country="MEX")
    of_usa = pledges.filter(source_country="USA")
    mo.vstack(
        [
            mo.md(f"""
            # Do pledges become deployments?

            A **pledge** is the commitment to another actor, not the act; the deployment that may follow is an event of its
            own. There are **{pledges.height} pledges to deploy**, {dated.height} of them dated: {of_mexico.height} of
            Mexico and {of_usa.height} of the United States. This is a handful of cases. No rate computed from them means
            anything; what they can show is what happened in each.
            """),
            mo.ui.table(pledges.drop("event_id"), selection=None, page_size=20),
        ]
    )
    return of_mexico, of_usa, pledges


@app.cell
def _(ask, mo, of_usa):
    refused = ask("""
        select distinct pledges.event_id
        from event_links
        inner join events as pledges on event_links.to_event_id = pledges.event_id
        inner join events as answers on event_links.from_event_id = answers.event_id
        where event_links.relation = 'answers' and answers.event_type = 'rejection'
            and pledges.event_type = 'pledge' and pledges.event_subtype = 'deployment' and pledges.source_country = 'USA'
    """).height
    mo.md(f"""
    ## An offer is not a promise

    The two countries' rows are not of one kind. Mexico's are commitments to send its own forces within Mexico, some to
    another country and some to its own states, and one (2021) is to keep forces where they are. Many of those of the United
    States are offers of troops to Mexico, and **{refused} of the {of_usa.height} are linked to a refusal**: that nothing
    was sent is then no broken word. Only Mexico's are asked about below.
    """)
    return (refused,)


@app.cell
def _(ask, mo):
    fulfilled = ask("""
        select pledges.event_id, pledges.date_start as pledged_on, pledges.quantity_best as pledged,
            acts.date_start as deployed_on, acts.quantity_best as deployed,
            date_diff('day', pledges.date_start, acts.date_start) as days, event_links.reason, acts.headline
        from event_links
        inner join events as pledges on event_links.to_event_id = pledges.event_id
        inner join events as acts on event_links.from_event_id = acts.event_id
        where event_links.relation = 'fulfils' and pledges.event_type = 'pledge' and pledges.event_subtype = 'deployment'
        order by pledged_on
    """)
    mo.vstack(
        [
            mo.md(f"""
            ## Pledges with a linked deployment

            **{fulfilled.height}**, each with the number that was pledged and the number that the deployment is reported
            with. The numbers agree; they are the word of the government that had given the pledge, and whether all of these
            forces were new to their posts is a question that the data do not answer.
            """),
            mo.ui.table(fulfilled.drop("event_id"), selection=None),
        ]
    )
    return (fulfilled,)


@app.cell
def _(ask, fulfilled, mo, of_mexico):
    after = ask("""
        select pledges.event_id, pledges.date_start as pledged_on, pledges.quantity_best as pledged,
            acts.date_start as deployed_on, acts.quantity_best as deployed, acts.quantity_unit as unit,
            date_diff('day', pledges.date_start, acts.date_start) as days, acts.headline
        from events as pledges
        inner join events_counted as counted
            on counted.event_type = 'deployment' and counted.source_country = pledges.source_country
        inner join events as acts on counted.event_id = acts.event_id
        where pledges.event_type = 'pledge' and pledges.event_subtype = 'deployment' and pledges.status = 'actual'
            and pledges.source_country = 'MEX' and date_diff('day', pledges.date_start, acts.date_start) between 0 and 60
            and acts.date_precision in ('day', 'week', 'month')
        order by pledged_on, deployed_on
    """)
    open_ones = of_mexico.filter(~of_mexico["event_id"].is_in(fulfilled["event_id"].to_list()))
    candidates = after.filter(after["event_id"].is_in(open_ones["event_id"].to_list()))
    with_candidate = candidates["event_id"].n_unique()
    mo.vstack(
        [
            mo.md(f"""
            ## Pledges without one

            **{open_ones.height}** pledges of Mexico have no linked deployment. That does not mean they were broken: a link
            needs a text that ties the two together, or the same sides and unit. Looking by date alone, **{with_candidate}
            of them** are followed within 60 days by a deployment by Mexico. They may be the fulfilment or another matter; a
            date cannot tell, so the rows below are to be read one by one.
            """),
            mo.ui.table(candidates.drop("event_id"), selection=None),
        ]
    )
    return candidates, open_ones, with_candidate


@app.cell
def _(mo, riobravo):
    mo.vstack(
        [
            mo.md("""
            ## The other way round

            Most deployments have no pledge before them. They are ordered at home, and a study that started from pledges
            would miss them.
            """),
            riobravo.plot.timeline(
                ["pledge", "deployment"], by="year", split="event_type", where={"source_country": "MEX"}
            ),
        ]
    )
    return


@app.cell
def _(candidates, fulfilled, of_mexico, of_usa, open_ones, pledges, refused, riobravo, with_candidate):
    # What the words above rest on; a test asks that all of it holds.
    deployments = riobravo.counts("deployment", by="year", where={"source_country": "MEX"})["n_events"].sum()
    claims = {
        "a handful of cases": 0 < pledges.height < 50,
        "offers of the United States are refused": 0 < refused <= of_usa.height,
        "linked deployments have the number pledged": bool((fulfilled["deployed"] >= fulfilled["pledged"]).all()),
        "there are two with a link": fulfilled.height == 2,
        "most pledges of Mexico have no link": open_ones.height > of_mexico.height / 2,
        "some are followed by a deployment": 0 < with_candidate <= candidates.height,
        "most deployments have no pledge": deployments > 3 * of_mexico.height,
    }
    return (claims,)


if __name__ == "__main__":
    app.run()
