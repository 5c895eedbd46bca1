{% set reported %}
from 'processed/floor_payments.csv' where in_force and reported_usd is not null
{% endset %}
{% set newest %}
(
  select max(left(priced_on, 7)) from 'processed/floor_prices.csv'
  where reference and length(priced_on) > 4
)
{% endset %}

-- floor-usd-per-kg
select price_usd_per_kg from 'raw/prices.csv'
where mineral = 'neodymium_praseodymium' and market = 'floor_contract' order by priced_on limit 1

-- floor-market-month
select {{ newest | trim }}

-- floor-market-low
select min(price_untaxed_usd_per_kg) from 'processed/floor_prices.csv'
where reference and left(priced_on, 7) = {{ newest | trim }}

-- floor-market-high
select max(price_usd_per_kg) from 'processed/floor_prices.csv'
where reference and left(priced_on, 7) = {{ newest | trim }}

-- floor-paid-usd
select sum(reported_usd) {{ reported | trim }}

-- floor-quarters
select count(*) {{ reported | trim }}

-- floor-checked
select count(*) {{ reported | trim }}
  and market_low_usd_per_kg is not null

-- floor-exceeding
select count(*) {{ reported | trim }}
  and reported_usd > implied_high_usd
