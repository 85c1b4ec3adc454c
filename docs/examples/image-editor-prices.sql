-- Prints the price file for the data that image-editor.sql made: what the four providers charge, the
-- plans, and the credits of each operation. The one thing that depends on the data is the day on
-- which image generation became dearer; it is read from the customer's own table of prices.
--
--   psql "$DATABASE_URL" -At -f image-editor-prices.sql > image-editor.prices.yaml
--   tare import prices image-editor.prices.yaml
--
-- image-editor.prices.yaml beside this script is what comes out for the last day 2026-11-24.
SELECT replace($yaml$# Prices and plans of the made-up image-editing service; printed by image-editor-prices.sql.
#
# Whether the providers charge for failed calls isn't known, as in Tare's own price file
# (prices/image-providers.yaml): such a call is unpriced, not free.
source: "An example for image-editor.sql, not a price list"
rate_cards:
  - id: image-editor-upscale
    provider: deep_image
    operation: upscale
    from: 2023-01-01
    failed_calls: unknown
    default_unit: images
    rates: { images: "0.08" }
  - id: image-editor-background-removal
    provider: clipping_magic
    operation: background_removal
    from: 2023-01-01
    failed_calls: unknown
    default_unit: images
    rates: { images: "0.125" }
  - id: image-editor-vectorization
    provider: vectorizer
    operation: vectorization
    from: 2023-01-01
    failed_calls: unknown
    default_unit: images
    rates: { images: "0.20" }
  - id: image-editor-image-generation
    provider: openai
    operation: image_generation
    from: 2023-01-01
    failed_calls: unknown
    default_unit: images
    rates: { images: "0.04" }
  # The price change: from this instant on, it included, the later card wins.
  - id: image-editor-image-generation-dearer
    provider: openai
    operation: image_generation
    from: PRICE_CHANGE
    failed_calls: unknown
    default_unit: images
    rates: { images: "0.05" }
plans:
  - { id: free, name: Free, kind: free, price: "0", credits: 2, from: 2023-01-01 }
  - { id: basic, name: Basic, kind: subscription, price: "9.99", credits: 20, from: 2023-01-01 }
  - { id: starter, name: Starter, kind: subscription, price: "9.99", credits: 20, from: 2023-01-01 }
  - { id: professional, name: Professional, kind: subscription, price: "19.99", credits: 50, from: 2023-01-01 }
  - { id: payg_10, name: 10 credits, kind: package, price: "7.99", credits: 10, from: 2023-01-01 }
  - { id: payg_20, name: 20 credits, kind: package, price: "14.99", credits: 20, from: 2023-01-01 }
  - { id: payg_50, name: 50 credits, kind: package, price: "29.99", credits: 50, from: 2023-01-01 }
credits:
  - { operation: upscale, credits: 1, from: 2023-01-01 }
  - { operation: background_removal, credits: 1, from: 2023-01-01 }
  - { operation: vectorization, credits: 2, from: 2023-01-01 }
  - { operation: image_generation, credits: 1, from: 2023-01-01 }$yaml$,
    'PRICE_CHANGE', to_char(max(effective_date) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) AS price_file
FROM public.api_cost_config
WHERE provider = 'openai' AND operation = 'image_generation';
