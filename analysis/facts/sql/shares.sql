{% set of_the_magnet_chain %}
(stage, mineral) in (
  ('mining', 'magnet_rare_earths'), ('separation', 'heavy_rare_earths'),
  ('refining', 'magnet_rare_earths'), ('metal_alloy', 'rare_earth_metals'),
  ('magnet', 'rare_earth_magnets')
)
{% endset %}
{% macro observed(column, step) %}
select {{ column }} from 'processed/shares.csv'
where {{ of_the_magnet_chain | trim }}
  and stage = '{{ step | replace("-", "_") }}'
  and country = 'CHN' and measure = 'production' and basis <> 'projection'
order by year desc limit 1
{% endmacro %}
{% macro projected(column, step) %}
select {{ column }} from 'processed/shares.csv'
where {{ of_the_magnet_chain | trim }}
  and stage = '{{ step | replace("-", "_") }}'
  and country = 'CHN' and measure = 'production' and basis = 'projection'
  and year > ({{ observed("year", step) | trim | indent(2) }})
order by year limit 1
{% endmacro %}
{% macro markets(stage) %}
select * from 'processed/concentration.csv'
where stage = '{{ stage }}' and measure = 'production' and basis <> 'projection'
  and year_kind <> 'edition' and year >= 2023 and top_certain
  and mineral not in ('rare_earths', 'light_rare_earths', 'heavy_rare_earths', 'dysprosium',
                      'titanium_metal', 'phosphorus')
qualify row_number() over (partition by mineral order by year desc) = 1
{% endmacro %}

-- china-{step}-share
{{ observed("share_pct", step) }}

-- china-{step}-projected-share
{{ projected("share_pct", step) }}

-- china-{step}-projected-year
{{ projected("year", step) }}

-- markets-{stage}
with markets as ({{ markets(stage) | trim }})
select count(*) from markets

-- china-leads-{stage}
with markets as ({{ markets(stage) | trim }})
select count(*) from markets where top_country = 'CHN'
