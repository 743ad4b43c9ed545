using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace MLNetDeep.Reports.Html;

/// <summary>
/// Builds a piece of HTML. What stands in the holes of an interpolated text is encoded, so that no text can become markup.
/// </summary>
internal sealed class HtmlBuilder
{
    private readonly StringBuilder _html = new();

    /// <summary>Appends markup whose holes are encoded.</summary>
    /// <param name="markup">An interpolated text: its literal parts are markup, its holes are texts and numbers.</param>
#pragma warning disable CA1822, IDE0060 // The handler has appended to this instance already.
    public void Add([InterpolatedStringHandlerArgument("")] Interpolation markup)
    {
    }
#pragma warning restore CA1822, IDE0060

    /// <summary>Appends markup as it is.</summary>
    /// <param name="markup">Markup from this library, not from users.</param>
    public void AddMarkup(string markup) => _html.Append(markup);

    /// <inheritdoc/>
    public override string ToString() => _html.ToString();

    private void AddText(string? text) => _html.Append(WebUtility.HtmlEncode(text));

    /// <summary>Appends the parts of an interpolated text to a builder.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Interpolation
    {
        private readonly HtmlBuilder _builder;

        public Interpolation(int literalLength, int formattedCount, HtmlBuilder builder)
        {
            builder._html.EnsureCapacity(builder._html.Length + literalLength + (16 * formattedCount));
            _builder = builder;
        }

        public void AppendLiteral(string markup) => _builder._html.Append(markup);

        public void AppendFormatted(string? text) => _builder.AddText(text);

        public void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable => _builder.AddText(value.ToString(format, CultureInfo.InvariantCulture));
    }
}
