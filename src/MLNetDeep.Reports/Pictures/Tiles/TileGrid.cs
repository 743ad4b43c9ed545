using System.Collections.Immutable;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace MLNetDeep.Reports;

/// <summary>Arranges tiles in rows and draws them, below them perhaps a colour bar.</summary>
/// <param name="tiles">The tiles, row by row.</param>
/// <param name="columns">The number of tiles in a row.</param>
/// <param name="gap">The distance of the tiles in CSS pixels.</param>
/// <param name="leastWidth">The least width of a tile, which its caption needs, in CSS pixels.</param>
/// <param name="bar">The colour bar; null for none.</param>
internal sealed class TileGrid(ImmutableArray<Tile> tiles, int columns, double gap, double leastWidth, ColourBar? bar = null)
{
    private const double LineHeight = 16;
    private const double CaptionDistance = 5;
    private const double BarDistance = 14;
    private const double Padding = 12;

    // The longest line of a caption that fits below the narrowest tile, in characters.
    private const int CaptionLength = 21;

    private ImmutableArray<Tile> Tiles { get; } = tiles;

    private int Columns { get; } = columns;

    private double Gap { get; } = gap;

    private ColourBar? Bar { get; } = bar;

    private readonly double _tileWidth = Math.Max(leastWidth, tiles.Max(tile => tile.Image.Width));
    private readonly double _imageHeight = tiles.Max(tile => tile.Image.Height);
    private readonly int _lines = tiles.Max(tile => tile.Caption.Length);

    /// <summary>The width of the picture in CSS pixels.</summary>
    public int Width => (int)Math.Ceiling(Math.Max(
        Bar is null ? 0 : ColourBar.Width, (Math.Min(Columns, Tiles.Length) * (_tileWidth + Gap)) - Gap) + (2 * Padding));

    /// <summary>The height of the picture with its title in CSS pixels.</summary>
    public int Height => (int)Math.Ceiling(
        Plot.TitleHeight + (Rows * (TileHeight + Gap)) - Gap + (Bar is null ? 0 : BarDistance + ColourBar.Height) + (2 * Padding));

    private int Rows => (Tiles.Length + Columns - 1) / Columns;

    private double TileHeight => _imageHeight + (_lines == 0 ? 0 : CaptionDistance + (_lines * LineHeight));

    /// <summary>Makes the drawing.</summary>
    public PlotModel Draw(PicturePalette palette, string title)
    {
        PlotModel model = new Plot(palette, title).Model;
        model.Padding = new OxyThickness(Padding);
        model.PlotMargins = new OxyThickness(0);
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, IsAxisVisible = false });
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Left, IsAxisVisible = false });
        model.Annotations.Add(new Drawing(this, palette));
        return model;
    }

    // Draws everything at its place in the plot area, in CSS pixels. The renderer may have a few of them less than the tiles need.
    private sealed class Drawing(TileGrid grid, PicturePalette palette) : Annotation
    {
        public override OxyRect GetClippingRect() => PlotModel.PlotArea.Inflate(new OxyThickness(Padding));

        public override void Render(IRenderContext rc)
        {
            OxyRect area = PlotModel.PlotArea;
            for (int i = 0; i < grid.Tiles.Length; i++)
            {
                int row = i / grid.Columns, column = i % grid.Columns;
                double left = area.Left + (column * (grid._tileWidth + grid.Gap)), top = area.Top + (row * (grid.TileHeight + grid.Gap));
                Draw(rc, grid.Tiles[i], left, top);
            }

            double below = area.Top + (grid.Rows * (grid.TileHeight + grid.Gap)) - grid.Gap + BarDistance;
            grid.Bar?.Draw(rc, palette, PlotModel.DefaultFont, area.Left, below);
        }

        private void Draw(IRenderContext rc, Tile tile, double left, double top)
        {
            double x = Math.Round(left + ((grid._tileWidth - tile.Image.Width) / 2));
            double y = Math.Round(top + grid._imageHeight - tile.Image.Height);
            OxyRect place = new(x, y, tile.Image.Width, tile.Image.Height);
            rc.DrawImage(tile.Image.Image, x, y, place.Width, place.Height, opacity: 1, interpolate: false);
            (OxyColor colour, double thickness) = tile.IsCorrect switch
            {
                true => (palette.Series[2], 2.0),
                false => (palette.Series[1], 2.0),
                null => (palette.Grid, 1.0),
            };
            OxyRect frame = place.Inflate(new OxyThickness(thickness / 2));
            rc.DrawRectangle(frame, OxyColors.Undefined, colour, thickness, EdgeRenderingMode.PreferGeometricAccuracy);
            for (int line = 0; line < tile.Caption.Length; line++)
            {
                rc.DrawText(
                    new ScreenPoint(left + (grid._tileWidth / 2), top + grid._imageHeight + CaptionDistance + (line * LineHeight)),
                    PictureText.Label(tile.Caption[line], CaptionLength), palette.Text, PlotModel.DefaultFont, Plot.FontSize,
                    tile.IsCorrect is false ? FontWeights.Bold : FontWeights.Normal, 0, HorizontalAlignment.Center, VerticalAlignment.Top);
            }
        }
    }
}
