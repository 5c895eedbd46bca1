{% set is_known %}
(
  capacity_class = 'firm' and status not in ('suspended', 'cancelled')
  or capacity_class = 'dated' and status = 'operating'
)
{% endset %}
{% set operating = "status = 'operating' and capacity_class in ('firm', 'dated')" %}
{% set magnets = "stage = 'magnet' and product = 'ndfeb_magnets'" %}
{% macro capacity(which) %}
select coalesce(sum(net_t_per_year), 0) from 'processed/projects.csv'
where {{ magnets }}
  and {{ which | trim }}
{% endmacro %}
{% set known_sum = "coalesce(sum(net_t_per_year) filter (" ~ (is_known | trim) ~ "), 0)" %}
{% set operating_sum = "coalesce(sum(net_t_per_year) filter (" ~ operating ~ "), 0)" %}
{% macro need(column) %}
select {{ column }} from 'processed/capacity_need.csv'
where {{ magnets }} and demand_t is not null
order by demand_t desc limit 1
{% endmacro %}

-- likely-year
select max(year) from 'processed/expected_capacity.csv'

-- ndfeb-magnets-known
{{ capacity(is_known) }}

-- ndfeb-magnets-operating
{{ capacity(operating) }}

-- ndfeb-magnets-old
{{ capacity("status = 'operating' and capacity_class = 'dated'") }}

-- ndfeb-magnets-operating-share
select 100 * {{ operating_sum }}
       / {{ known_sum }}
from 'processed/projects.csv' where {{ magnets }}

-- ndfeb-magnets-range-low
select min(low_t_per_year) from 'processed/expected_capacity.csv'
where {{ magnets }} and year = (select max(year) from 'processed/expected_capacity.csv')

-- ndfeb-magnets-range-high
select max(high_t_per_year) from 'processed/expected_capacity.csv'
where {{ magnets }} and year = (select max(year) from 'processed/expected_capacity.csv')

-- ndfeb-magnets-need
{{ need("demand_t") }}

-- ndfeb-magnets-need-year
{{ need("year") }}

-- ndfeb-magnets-need-place
{{ need("place") }}

-- ndfeb-magnets-operating-there
select coalesce(sum(net_t_per_year), 0) from 'processed/projects.csv'
where {{ magnets }} and capacity_class = 'firm' and status = 'operating'
  and country in (
    select unnest(string_split(countries, '|'))
    from 'raw/capacity_needs.csv' join 'raw/demand.csv' using (demand_id)
    where {{ magnets }} and countries is not null
    qualify quantity = max(quantity) over ()
  )

-- building-seen
select n_projects from 'processed/start_chances.csv'
where phase = 'building' and followed_to = 'as_of'

-- building-started
select n_starts from 'processed/start_chances.csv'
where phase = 'building' and followed_to = 'as_of'

-- building-chance-low
select min(chance_year_low_pct) from 'processed/start_chances.csv' where phase = 'building'

-- building-chance-high
select max(chance_year_high_pct) from 'processed/start_chances.csv' where phase = 'building'

-- shape-{move}
select shape from 'processed/progress_shape.csv'
where followed_to = 'last_seen' and move = '{{ move | replace("-", "_") }}'

-- magnets-made-beyond
{% set of_magnets %}
where stage = 'magnet' and mineral = 'rare_earth_magnets' and measure = 'production'
  and basis <> 'projection'
{%- endset %}
select quantity * (1 - share_pct / 100)
from (
  select quantity from 'raw/production.csv' {{ of_magnets | indent(2) }}
    and country = 'WLD' order by year desc limit 1
), (
  select share_pct from 'processed/shares.csv' {{ of_magnets | indent(2) }}
    and country = 'CHN' order by year desc limit 1
)
