using System.Globalization;
using System.Text;

namespace MLNetDeep.Reports;

/// <summary>A heat map: the values of one or several grids as shades or colours, side by side on a common scale.</summary>
public sealed class HeatMap
{
    private const string Shades = " .:-=+*#%@";
    private const double CellSize = 9;
    private const double Gap = 30;
    private const double Top = 56;
    private const double Bottom = 36;

    private readonly (string Name, double[,] Values)[] _panels;
    private readonly double _minimum;
    private readonly double _maximum;

    /// <summary>Creates a heat map.</summary>
    /// <param name="title">The title.</param>
    /// <param name="panels">The name and values [row, column] of each grid. All grids have the same size. The last row is drawn at the
    /// top.</param>
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

    /// <summary>Draws the grids as text, two characters per value; the darkest character is the largest value.</summary>
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

    /// <summary>Writes the grids as an SVG image, from blue for the smallest to red for the largest value.</summary>
    public void WriteSvg(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        double panelWidth = Columns * CellSize;
        double width = Gap + (_panels.Length * (panelWidth + Gap));
        double height = Top + (Rows * CellSize) + Bottom;
        using SvgWriter svg = new(writer, width, height, Title);
        svg.Text(width / 2, 22, Title, "middle", 16, "#222222");
        for (int i = 0; i < _panels.Length; i++)
        {
            double left = Gap + (i * (panelWidth + Gap));
            svg.Text(left, Top - 8, _panels[i].Name, "start", 12, "#222222");
            for (int row = 0; row < Rows; row++)
            {
                for (int column = 0; column < Columns; column++)
                {
                    svg.Rectangle(left + (column * CellSize), Top + ((Rows - 1 - row) * CellSize), CellSize, CellSize, Colour(_panels[i].Values[row, column]));
                }
            }
        }

        string scale = string.Create(CultureInfo.InvariantCulture, $"blue {_minimum:G4} to red {_maximum:G4}");
        svg.Text(Gap, height - 14, scale, "start", 12, "#222222");
    }

    private char Shade(double value) => double.IsFinite(value) ? Shades[Math.Min(Shades.Length - 1, (int)(Share(value) * Shades.Length))] : '?';

    // From blue through white to red, so that values below and above the middle of the range differ in hue.
    private string Colour(double value)
    {
        if (!double.IsFinite(value))
        {
            return "#888888";
        }

        double share = Share(value);
        int fade = (int)Math.Round(255 * (1 - Math.Abs((2 * share) - 1)));
        return share < 0.5 ? $"#{fade:x2}{fade:x2}ff" : $"#ff{fade:x2}{fade:x2}";
    }

    private double Share(double value) => _maximum > _minimum ? (value - _minimum) / (_maximum - _minimum) : 0.5;
}
