using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>
/// Lays a confusion matrix out as text: a column for each predicted class, a row for each true class, recall at the end
/// of the rows and precision below the columns. Numbers are written in the current culture.
/// </summary>
internal sealed class ConfusionTableFormatter
{
    private const string ColumnsTitle = "PREDICTED";

    private readonly ConfusionMatrix _matrix;
    private readonly StringBuilder _text = new();
    private readonly int _classes;
    private readonly int _cellWidth;
    private readonly int _labelWidth;
    // The digits of a class's number where rows and columns are numbered, otherwise 0.
    private readonly int _numberWidth;

    private ConfusionTableFormatter(ConfusionMatrix matrix)
    {
        _matrix = matrix;
        _classes = matrix.NumberOfClasses;
        _cellWidth = _classes == 2 ? 8 : 5;
        int longestName = matrix.ClassNames.Max(name => name.Length);
        // Names that are too long for a column's head are replaced by numbers there, and numbered in the rows.
        if (longestName > _cellWidth)
            _numberWidth = Text(matrix.ClassNames.Count - 1).Length;
        _labelWidth = Math.Max(ColumnsTitle.Length, _numberWidth == 0 ? longestName : _numberWidth + 2 + longestName);
    }

    public static string Format(ConfusionMatrix matrix) => new ConfusionTableFormatter(matrix).Format();

    private string Format()
    {
        if (_matrix.IsBinary)
            AppendPositiveRatio();
        _text.AppendLine();
        _text.AppendLine("Confusion table");
        AppendHead("").AppendLine(Rule);
        AppendHead(ColumnsTitle);
        for (int i = 0; i < _classes; i++)
            AppendCell((_numberWidth == 0 ? _matrix.ClassNames[i] : Text(i)).PadLeft(_cellWidth));
        _text.AppendLine(" Recall");
        AppendHead("TRUTH").AppendLine(Rule);
        for (int i = 0; i < _classes; i++)
            AppendRow(i);
        AppendHead("").AppendLine(Rule);
        AppendHead("Precision");
        foreach (double precision in _matrix.PerClassPrecision)
            _text.Append(precision.ToString("N4", CultureInfo.CurrentCulture).PadLeft(_cellWidth + 1)).Append(" |");
        return _text.AppendLine().ToString();
    }

    private string Rule => new('=', _classes * (_classes > 2 ? 8 : 11));

    private void AppendPositiveRatio()
    {
        double positive = _matrix.Counts[0].Sum();
        double negative = _matrix.Counts[1].Sum();
        _text.AppendFormat(
            CultureInfo.CurrentCulture,
            "TEST {0} RATIO:\t{1:N4} ({2:F1}/({2:F1}+{3:F1}))",
            _matrix.ClassNames[0].ToUpper(CultureInfo.CurrentCulture),
            positive / (positive + negative),
            positive,
            negative);
    }

    private StringBuilder AppendHead(string title) => _text.Append(title.PadRight(_labelWidth + 1)).Append("||");

    private void AppendRow(int row)
    {
        string name = _matrix.ClassNames[row];
        if (_numberWidth > 0)
            _text.Append(Text(row).PadLeft(_numberWidth)).Append(". ").Append(name.PadLeft(_labelWidth - _numberWidth - 2));
        else
            _text.Append(name.PadLeft(_labelWidth));
        _text.Append(" ||");
        foreach (double count in _matrix.Counts[row])
            AppendCell(count.ToString("N0", CultureInfo.CurrentCulture).PadLeft(_cellWidth));
        _text.Append(' ').Append(_matrix.PerClassRecall[row].ToString("F4", CultureInfo.CurrentCulture).PadLeft(5)).AppendLine();
    }

    private void AppendCell(string text) => _text.Append(' ').Append(text).Append(" |");

    private static string Text(int number) => number.ToString(CultureInfo.CurrentCulture);
}
