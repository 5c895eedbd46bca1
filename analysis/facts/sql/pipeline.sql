{% set of_a_step %}
stage || ' ' || product in (
  'separation ndpr_oxide', 'separation dy_tb_oxide', 'metal_alloy ndpr_metal',
  'magnet ndfeb_magnets', 'refining gallium_metal', 'refining germanium_metal',
  'refining antimony_metal', 'anode anode_material'
)
{% endset %}
{% set is_known %}
(
  capacity_class = 'firm' and status not in ('suspended', 'cancelled')
  or capacity_class = 'dated' and status = 'operating'
)
{% endset %}
{% set operating = "status = 'operating' and capacity_class in ('firm', 'dated')" %}
{% macro capacity(product, which) %}
select coalesce(sum(net_t_per_year), 0) from 'processed/projects.csv'
where {{ of_a_step | trim }}
  and product = '{{ product | replace("-", "_") }}'
  and {{ which | trim }}
{% endmacro %}
{% macro compared(having) %}
select count(*) from (
  select stage, product from 'processed/projects.csv'
  where {{ of_a_step | trim | indent(2) }}
  group by stage, product
  having {{ having }}
)
{% endmacro %}
{% set known_sum = "coalesce(sum(net_t_per_year) filter (" ~ (is_known | trim) ~ "), 0)" %}
{% set operating_sum = "coalesce(sum(net_t_per_year) filter (" ~ operating ~ "), 0)" %}
{% macro need(product, column) %}
select {{ column }} from 'processed/capacity_need.csv'
where product = '{{ product | replace("-", "_") }}' and demand_t is not null
order by demand_t desc limit 1
{% endmacro %}
{% macro there(product, status) %}
select coalesce(sum(net_t_per_year), 0) from 'processed/projects.csv'
where {{ of_a_step | trim }}
  and product = '{{ product | replace("-", "_") }}'
  and capacity_class = 'firm' and {{ status }}
  and country in (
    select unnest(string_split(countries, '|'))
    from 'raw/capacity_needs.csv' as needs join 'raw/demand.csv' as demand using (demand_id)
    where needs.product = '{{ product | replace("-", "_") }}' and demand.quantity = (
      select max(quantity) from 'raw/capacity_needs.csv' join 'raw/demand.csv' using (demand_id)
      where product = '{{ product | replace("-", "_") }}' and countries is not null
    )
  )
{% endmacro %}
{% macro unknown(status) %}
select count(*) from 'processed/projects.csv'
where capacity_class = 'unknown' and {{ status }}
  and (coalesce(material, mineral), stage) in (
    select (material, stage) from 'processed/pipeline_steps.csv'
    where {{ of_a_step | trim | indent(4) }}
  )
{% endmacro %}

-- pipeline-products
{{ compared(known_sum ~ " > 0") }}

-- pipeline-products-below-half
{{ compared(known_sum ~ " > 2 * " ~ operating_sum) }}

-- pipeline-products-none
{{ compared(known_sum ~ " > 0 and " ~ operating_sum ~ " = 0") }}

-- pipeline-size-unknown
{{ unknown("status not in ('suspended', 'cancelled')") }}

-- pipeline-size-unknown-operating
{{ unknown("status = 'operating'") }}

-- likely-year
select max(year) from 'processed/expected_capacity.csv'

-- {product}-known
{{ capacity(product, is_known) }}

-- {product}-operating
{{ capacity(product, operating) }}

-- {product}-old
{{ capacity(product, "status = 'operating' and capacity_class = 'dated'") }}

-- {product}-operating-share
select 100 * {{ operating_sum }} / {{ known_sum }}
from 'processed/projects.csv'
where {{ of_a_step | trim }}
  and product = '{{ product | replace("-", "_") }}'

-- {product}-range-low
select min(low_t_per_year) from 'processed/expected_capacity.csv'
where {{ of_a_step | trim }}
  and product = '{{ product | replace("-", "_") }}'
  and year = (select max(year) from 'processed/expected_capacity.csv')

-- {product}-range-high
select max(high_t_per_year) from 'processed/expected_capacity.csv'
where {{ of_a_step | trim }}
  and product = '{{ product | replace("-", "_") }}'
  and year = (select max(year) from 'processed/expected_capacity.csv')

-- {product}-need
{{ need(product, "demand_t") }}

-- {product}-need-year
{{ need(product, "year") }}

-- {product}-need-place
{{ need(product, "replace(replace(replace(jurisdiction, '|', ' and '), 'USA', 'United States'), 'EU', 'European Union')") }}

-- {product}-operating-there
{{ there(product, "status = 'operating'") }}

-- {product}-live-there
{{ there(product, "status not in ('suspended', 'cancelled')") }}

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
