-- title: Deployments and withdrawals announced against arrived, by period and sending country
-- grain: one row per period (month, quarter, year), type (deployment, withdrawal) and side that sends or withdraws
-- counts: n_done is events that count; n_announced is those still only announced when last reported
--   (deployment_announcements), of which n_carried_out are carried out by a later event, and n_open are not, as far
--   as the briefs tell. Periods are those of the event's own date, so a plan stands where it was to happen.
-- example: select period_start, event_type, sending_country, n_done, n_announced, n_carried_out, n_open from
--   deployments_announced where period = 'year' and n_announced > 2 order by all
with
counted as (
    select
        event_periods.period,
        event_periods.period_start,
        deployment_announcements.event_type,
        coalesce(sides.side, 'other') as sending_country,
        count(*) as n_announced,
        count(*) filter (where deployment_announcements.n_arrivals > 0) as n_carried_out,
        sum(deployment_announcements.persons_announced) as persons_announced
    from deployment_announcements
    inner join event_periods on deployment_announcements.event_id = event_periods.event_id
    left join sides on deployment_announcements.source_country = sides.side
    group by
        event_periods.period,
        event_periods.period_start,
        deployment_announcements.event_type,
        coalesce(sides.side, 'other')
)

select
    deployments.period,
    deployments.period_start,
    deployments.event_type,
    deployments.sending_country,
    deployments.n_events as n_done,
    deployments.persons_best as persons_done,
    coalesce(counted.n_announced, 0) as n_announced,
    coalesce(counted.persons_announced, 0)::bigint as persons_announced,
    coalesce(counted.n_carried_out, 0) as n_carried_out,
    coalesce(counted.n_announced - counted.n_carried_out, 0) as n_open,
    deployments.is_complete
from deployments
left join counted
    on
        deployments.period = counted.period
        and deployments.period_start = counted.period_start
        and deployments.event_type = counted.event_type
        and deployments.sending_country = counted.sending_country
