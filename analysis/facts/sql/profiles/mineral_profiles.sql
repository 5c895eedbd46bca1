{% macro told(table, column) %}
-- each row once for each profile that its list of minerals names
select distinct coalesce(m.told_with, m.mineral) as profile, t.*
from (select *, unnest(string_split({{ column }}, '|')) as code from {{ table }}) t
join 'raw/minerals.csv' m on m.mineral = t.code and m."group" <> 'collective'
{% endmacro %}
{% macro counted(table, column, key, where="true") %}
with told as ({{ told(table, column) | trim }})
select profile, count(distinct {{ key }}) from told where {{ where }} group by profile
{% endmacro %}
{% set promised %}
(select p.*, l.minerals from 'processed/promises.csv' p
  join 'processed/ladder.csv' l using (announcement_id) where p.counted)
{% endset %}
{% set due = "outcome in ('in_time', 'late', 'overdue')" %}

-- acts
{{ counted("'processed/ladder.csv'", "minerals", "announcement_id", "counted") }}

-- acts-not-counted
{{ counted("'processed/ladder.csv'", "minerals", "announcement_id", "not counted") }}

-- acts-on-capacity
{{ counted("'processed/ladder.csv'", "minerals", "announcement_id", "counted and rung >= 3") }}

-- acts-{rung}
{{ counted("'processed/ladder.csv'", "minerals", "announcement_id",
           "counted and rung_name = '" ~ rung | replace("-", " ") ~ "'") }}

-- deadlines
{{ counted(promised, "minerals", "announcement_id") }}

-- deadlines-{outcome}
{{ counted(promised, "minerals", "announcement_id",
           "outcome = '" ~ outcome | replace("-", "_") ~ "'") }}

-- plants
{{ counted("'processed/projects.csv'", "mineral", "project_id") }}

-- plants-operating
{{ counted("'processed/projects.csv'", "mineral", "project_id", "status = 'operating'") }}

-- plants-building
{{ counted("'processed/projects.csv'", "mineral", "project_id",
           "status in ('under_construction', 'commissioning')") }}

-- plants-planned
{{ counted("'processed/projects.csv'", "mineral", "project_id",
           "status in ('financed', 'permitted', 'feasibility', 'announced')") }}

-- plants-stopped
{{ counted("'processed/projects.csv'", "mineral", "project_id",
           "status in ('suspended', 'cancelled')") }}

-- starts
{{ counted("'processed/slippage.csv'", "mineral", "project_id", due) }}

-- starts-{outcome}
{{ counted("'processed/slippage.csv'", "mineral", "project_id",
           "outcome = '" ~ outcome | replace("-", "_") ~ "'") }}

-- money-{stage}
{% set paid %}
(select s.*, p.mineral from 'processed/support.csv' s join 'processed/projects.csv' p using (project_id)
  where s.instrument in ('grant', 'tax_credit', 'equity', 'loan', 'guarantee')
    and s.stage = '{{ stage }}' and s.amount_usd is not null)
{% endset %}
with told as ({{ told(paid | trim, "mineral") | trim }}),
  once as (select distinct profile, support_id, amount_usd from told)
select profile, sum(amount_usd) from once group by profile

-- programmes
{{ counted("'processed/stocks.csv'", "mineral", "programme_id") }}

-- price-change
with told as ({{ told("(select * from 'raw/prices.csv' where length(priced_on) = 4 and price_usd_per_kg is not null)", "mineral") | trim }}),
  averages as (select *, cast(priced_on as int) as year from told),
  pairs as (
    select n.*, 100 * (n.price_usd_per_kg / b.price_usd_per_kg - 1) as change,
      count(*) over (partition by n.profile, n.mineral, n.form, n.market) as length
    from averages n join averages b
      using (profile, mineral, form, market) where b.year = n.year - 1),
  ordered as (
    select profile, change, row_number() over (
      partition by profile
      order by year desc, mineral <> profile, length desc, mineral, form, market) as place
    from pairs)
select profile, change from ordered where place = 1
