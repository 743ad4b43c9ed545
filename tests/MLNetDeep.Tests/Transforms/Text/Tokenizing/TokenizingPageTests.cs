using System.Globalization;
using System.Text.RegularExpressions;
using MLNetDeep.Tests.Support;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

/// <summary>Checks the examples in docs/tokenizing.md.</summary>
public partial class TokenizingPageTests
{
    private static readonly TokenizerSettings s_defaults = TokenizerSettings.Of(new BagOfWordsOptions());

    public static TheoryData<string, string> Examples()
    {
        TheoryData<string, string> rows = new();
        foreach (Match row in TableRow().Matches(File.ReadAllText(Repository.PathOf("docs", "tokenizing.md"))))
        {
            rows.Add(row.Groups["text"].Value, row.Groups["words"].Value.Trim());
        }

        return rows;
    }

    // The parameters are escaped as on the page, because xUnit cannot pass unpaired surrogates as test parameters.
    [Theory]
    [MemberData(nameof(Examples))]
    public void A_text_is_tokenized_as_on_the_page(string text, string words)
    {
        Tokenizer tokenizer = new(s_defaults);
        tokenizer.Read(Unescape(text));
        Assert.Equal(Unescape(words).Split(" · ", StringSplitOptions.RemoveEmptyEntries), Words(tokenizer));
    }

    [Fact]
    public void The_page_has_examples() => Assert.InRange(Examples().Count, 25, 100);

    internal static IEnumerable<string> Words(Tokenizer tokenizer) => Enumerable.Range(0, tokenizer.Words.Count).Select(i => tokenizer.Words.ToString(i, 1));

    private static string Unescape(string text) =>
        Escape().Replace(text, m => $"{(char)ushort.Parse(m.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)}");

    [GeneratedRegex("^\\| `(?<text>[^`]*)` \\|(?<words>[^|]*)\\|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"\\u([0-9A-F]{4})")]
    private static partial Regex Escape();
}
