using System.Globalization;
using System.Text;

namespace MLNetDeep.Reports;

/// <summary>A heat map: draws one or more grids of values side by side, as shades (text) or colours (SVG) on a common scale.</summary>
public sealed class HeatMap
{
    private const string Shades = " .:-=+*#%@";
    private const double CellSize = 9;
    private const double PanelGap = 30;
    private const double TopMargin = 56;
    private const double BottomMargin = 36;

    private readonly (string Name, double[,] Values)[] _panels;
    private readonly double _minimum;
    private readonly double _maximum;

    /// <summary>Creates a heat map.</summary>
    /// <param name="title">The title.</param>
    /// <param name="panels">The name and values [row, column] of each grid. All grids have the same size. The last row is drawn at
    /// the top.</param>
    /// <exception cref="ArgumentException">There is no grid, a grid is empty, or the sizes differ.</exception>
    public HeatMap(string title, params (string Name, double[,] Values)[] panels)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(panels);
        if (panels.Length == 0 || panels.Any(p => p.Values.Length == 0))
        {
            throw new ArgumentException("There must be at least one grid with at least one value.", nameof(panels));
        }

        if (panels.Any(p => p.Values.GetLength(0) != panels[0].Values.GetLength(0) || p.Values.GetLength(1) != panels[0].Values.GetLength(1)))
        {
            throw new ArgumentException("All grids must have the same numbers of rows and columns.", nameof(panels));
        }

        Title = title;
        _panels = panels;
        double[] values = [.. panels.SelectMany(p => p.Values.Cast<double>()).Where(double.IsFinite)];
        _minimum = values.Length == 0 ? 0 : values.Min();
        _maximum = values.Length == 0 ? 0 : values.Max();
    }

    /// <summary>The title.</summary>
    public string Title { get; }

    private int Rows => _panels[0].Values.GetLength(0);

    private int Columns => _panels[0].Values.GetLength(1);

    /// <summary>Draws the grids as text, two characters per value; a darker character is a larger value.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        text.AppendLine(Title);
        text.AppendLine(string.Join("   ", _panels.Select(p => p.Name.PadRight(2 * Columns))).TrimEnd());
        for (int row = Rows - 1; row >= 0; row--)
        {
            IEnumerable<string> lines = _panels.Select(p => string.Concat(Enumerable.Range(0, Columns).Select(column => new string(Shade(p.Values[row, column]), 2))));
            text.AppendLine(string.Join("   ", lines).TrimEnd());
        }

        text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"'{Shades[0]}' is {_minimum:G4}, '{Shades[^1]}' is {_maximum:G4}"));
        return text.ToString();
    }

    /// <summary>Writes the grids as an SVG image, with colours from blue (smallest value) to red (largest value).</summary>
    public void WriteSvg(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        double panelWidth = Columns * CellSize;
        double width = PanelGap + (_panels.Length * (panelWidth + PanelGap));
        double height = TopMargin + (Rows * CellSize) + BottomMargin;
        using SvgWriter svg = new(writer, width, height, Title);
        svg.Text(width / 2, 22, Title, "middle", 16, "#222222");
        for (int i = 0; i < _panels.Length; i++)
        {
            double left = PanelGap + (i * (panelWidth + PanelGap));
            svg.Text(left, TopMargin - 8, _panels[i].Name, "start", 12, "#222222");
            for (int row = 0; row < Rows; row++)
            {
                for (int column = 0; column < Columns; column++)
                {
                    svg.Rectangle(left + (column * CellSize), TopMargin + ((Rows - 1 - row) * CellSize), CellSize, CellSize, Colour(_panels[i].Values[row, column]));
                }
            }
        }

        string scale = string.Create(CultureInfo.InvariantCulture, $"blue {_minimum:G4} to red {_maximum:G4}");
        svg.Text(PanelGap, height - 14, scale, "start", 12, "#222222");
    }

    private char Shade(double value) => double.IsFinite(value) ? Shades[Math.Min(Shades.Length - 1, (int)(Fraction(value) * Shades.Length))] : '?';

    // From blue through white to red, so that values below and above the middle of the range differ in hue.
    private string Colour(double value)
    {
        if (!double.IsFinite(value))
        {
            return "#888888";
        }

        double fraction = Fraction(value);
        int fade = (int)Math.Round(255 * (1 - Math.Abs((2 * fraction) - 1)));
        return fraction < 0.5 ? $"#{fade:x2}{fade:x2}ff" : $"#ff{fade:x2}{fade:x2}";
    }

    private double Fraction(double value) => _maximum > _minimum ? (value - _minimum) / (_maximum - _minimum) : 0.5;
}
