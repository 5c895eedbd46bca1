{% macro named(table, column) %}
-- each row once for each government that its list names, and for the bloc of a member
with members as (select member as code, actor as profile from 'raw/actors.csv'),
  rows_of as (select *, unnest(string_split({{ column }}, '|')) as code from {{ table }}),
  named as (
    select code as profile, * exclude (code) from rows_of
    union all
    select m.profile, r.* exclude (code) from rows_of r join members m using (code)
  )
{% endmacro %}
{% macro counted(table, column, key, where="true") %}
{{ named(table, column) | trim }}
select profile, count(distinct {{ key }}) from named where {{ where }} group by profile
{% endmacro %}
{% set due = "outcome in ('in_time', 'late', 'overdue')" %}

-- acts
{{ counted("'processed/ladder.csv'", "parties", "announcement_id", "counted") }}

-- acts-not-counted
{{ counted("'processed/ladder.csv'", "parties", "announcement_id", "not counted") }}

-- acts-on-capacity
{{ counted("'processed/ladder.csv'", "parties", "announcement_id", "counted and rung >= 3") }}

-- acts-{rung}
{{ counted("'processed/ladder.csv'", "parties", "announcement_id",
           "counted and rung_name = '" ~ rung | replace("-", " ") ~ "'") }}

-- deadlines
{{ counted("'processed/promises.csv'", "parties", "announcement_id", "counted") }}

-- deadlines-{outcome}
{{ counted("'processed/promises.csv'", "parties", "announcement_id",
           "counted and outcome = '" ~ outcome | replace("-", "_") ~ "'") }}

-- plants
{{ counted("'processed/projects.csv'", "country", "project_id") }}

-- plants-operating
{{ counted("'processed/projects.csv'", "country", "project_id", "status = 'operating'") }}

-- plants-building
{{ counted("'processed/projects.csv'", "country", "project_id",
           "status in ('under_construction', 'commissioning')") }}

-- plants-planned
{{ counted("'processed/projects.csv'", "country", "project_id",
           "status in ('financed', 'permitted', 'feasibility', 'announced')") }}

-- plants-stopped
{{ counted("'processed/projects.csv'", "country", "project_id",
           "status in ('suspended', 'cancelled')") }}

-- starts
{{ counted("'processed/slippage.csv'", "country", "project_id", due) }}

-- starts-{outcome}
{{ counted("'processed/slippage.csv'", "country", "project_id",
           "outcome = '" ~ outcome | replace("-", "_") ~ "'") }}

-- money-{stage}
{{ named("'processed/support.csv'", "jurisdiction") | trim }},
  once as (
    select distinct profile, support_id, amount_usd from named
    where instrument in ('grant', 'tax_credit', 'equity', 'loan', 'guarantee')
      and stage = '{{ stage }}' and amount_usd is not null
  )
select profile, sum(amount_usd) from once group by profile

-- programmes
{{ counted("'processed/funding.csv'", "jurisdiction", "programme_id") }}

-- supplied
select jurisdiction, count(*) from 'processed/reliance.csv'
where main_supplier is not null group by jurisdiction

-- supplied-by-china
select jurisdiction, count(*) from 'processed/reliance.csv'
where main_supplier = 'CHN' group by jurisdiction

-- markets-led
with markets as (
  select * from 'processed/concentration.csv'
  where measure = 'production' and basis <> 'projection'
    and year_kind <> 'edition' and year >= 2023 and top_certain
    and mineral not in ('rare_earths', 'light_rare_earths', 'heavy_rare_earths', 'dysprosium',
                        'titanium_metal', 'phosphorus')
  qualify row_number() over (partition by stage, mineral order by year desc) = 1
)
select top_country, count(*) from markets group by top_country

-- place-{side}
select actor, rank() over (order by {{ side }} desc) from 'processed/scorecard.csv'
