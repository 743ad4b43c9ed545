"""Writes small images in many formats and modes, with Pillow 9.4: python3 make_images.py

Lossless images are 3 x 2 pixels. The colour at column x and row y is (40x, 60y, 10(x + y)); a grey image has the value 40x + 10y.
JPEG images are 16 x 8: a colour (200, 100, 50) in the left half, (20, 40, 60) in the right half.
Blank pages are 4200 x 4200 pixels of white, in the formats that take the fewest bytes for them.
"""
import os

from PIL import Image

folder = os.path.dirname(os.path.abspath(__file__))


def save(image, name, **options):
    image.save(os.path.join(folder, name), **options)


colour = Image.new("RGB", (3, 2))
grey = Image.new("L", (3, 2))
for y in range(2):
    for x in range(3):
        colour.putpixel((x, y), (40 * x, 60 * y, 10 * (x + y)))
        grey.putpixel((x, y), 40 * x + 10 * y)

save(colour, "colour.bmp")
save(colour, "colour.webp", lossless=True)
save(colour, "colour.png")
palette = colour.quantize(colors=6, dither=Image.Dither.NONE)
save(palette, "palette.gif")
save(palette, "animated.gif", save_all=True, append_images=[Image.new("RGB", (3, 2), (255, 0, 0)).quantize()], duration=100)
save(grey, "grey.bmp")
sixteen = Image.new("I;16", (3, 2))
for y in range(2):
    for x in range(3):
        sixteen.putpixel((x, y), 257 * grey.getpixel((x, y)))
save(sixteen, "grey16.png")
opaque = Image.merge("LA", (grey, Image.new("L", (3, 2), 255)))
save(opaque, "grey-alpha.png")

halves = Image.new("RGB", (16, 8), (200, 100, 50))
halves.paste((20, 40, 60), (8, 0, 16, 8))
exif = Image.Exif()
exif[0x0112] = 6  # Orientation: rotate by 90 degrees to view.
save(halves, "colour.jpg", quality=100, subsampling=0)
save(halves, "progressive.jpg", quality=100, subsampling=0, progressive=True)
save(halves, "orientation.jpg", quality=100, subsampling=0, exif=exif)
cmyk = Image.new("CMYK", (16, 8), (55, 155, 205, 0))
cmyk.paste((235, 215, 195, 0), (8, 0, 16, 8))
save(cmyk, "cmyk.jpg", quality=100, subsampling=0)

page = Image.new("1", (4200, 4200), 1)
save(page.convert("RGB"), "blank.webp", lossless=True)
save(page, "blank.png", optimize=True)
