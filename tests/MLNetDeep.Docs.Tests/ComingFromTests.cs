using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MLNetDeep.Docs.Tests;

/// <summary>
/// The pages for people who come from Keras and PyTorch name our calls in the column "here" of their tables. Each code span there is the
/// name of a public type, member or parameter, or code that compiles.
/// </summary>
public sealed partial class ComingFromTests
{
    private const string Usings =
        """
        using System; using System.IO; using System.Linq; using Microsoft.ML; using Microsoft.ML.Data; using MLNetDeep;
        using MLNetDeep.Data; using MLNetDeep.Neural; using MLNetDeep.Trainers; using MLNetDeep.Transforms; using MLNetDeep.TorchSharp;
        using MLNetDeep.Reports; using MLNetDeep.Hosting; using MLNetDeep.Keras; using MLNetDeep.Mpi;
        """;

    // What stands in the tables for the reader's own variables.
    private const string Variables =
        """
        static MLContext ml = null!; static Network network = null!; static FitOptions options = null!; static TrainingData data = null!;
        static IDataView view = null!; static ITransformer model = null!; static float[][] x = null!; static int[] y = null!;
        static float[] row = null!, p = null!, values = null!; static string path = "", folder = "", json = ""; sealed class T { }
        static Stream stream = null!;
        static DataViewSchema schema = null!; static int n = 4, s = 4; static byte[] pixels = null!; static TrainingHistory history = null!;
        static MulticlassClassificationMetrics metrics = null!; static NetworkSpec spec = null!; const double λ = 1;
        """;

    private const string Ellipsis = "...";

    // The places in which a code span may stand, for {0}: an expression, a statement, an option, an argument, other variables.
    private static readonly string[] s_places =
    [
        "object o = {0};",
        "{0};",
        "object o = new FitOptions {{ {0} }};",
        "object o = new NeuralNetworkOptions {{ {0} }};",
        "object o = new Dense(4, {0});",
        "object o = new Embedding(4, 4, {0});",
        "Func<ImageFolderOptions, IDataView> f = options => {0};",
        "Func<IDataView, object> f = data => {0};",
    ];

    private static readonly HashSet<string> s_otherWords = ["float[][]", "float[]", "bfloat16"];

    private static readonly HashSet<string> s_names = [.. PublicNames()];

    [Theory]
    [InlineData("coming-from-keras.md", 100)]
    [InlineData("coming-from-pytorch.md", 70)]
    public void Each_call_of_ours_in_the_tables_exists(string page, int least)
    {
        string[] spans = [.. HereSpans(File.ReadAllLines(Path.Combine(MarkdownPage.Root, "docs", page))).Distinct()];
        Assert.InRange(spans.Length, least, int.MaxValue);
        string[] unknown = Unknown(spans);
        Assert.True(unknown.Length == 0, string.Join("\n", unknown));
    }

    [Fact]
    public void Calls_that_do_not_exist_are_noticed()
    {
        string[] wrong = ["new Dense(4, Activation.Swish)", "Precisions", "new Sgd(momentun: 1)", "EmbeddingBag(...)"];
        Assert.Equal(wrong, Unknown([.. wrong, "new Dense(4)", "BatchSize = 4", "StripHtml", "new WordIndicesOptions { ... }"]));
    }

    // The code spans in the column "here" of all tables.
    private static IEnumerable<string> HereSpans(string[] lines)
    {
        int column = -1;
        for (int i = 0; i + 1 < lines.Length; i++)
        {
            string[] cells = lines[i].Replace("\\|", "", StringComparison.Ordinal).Split('|');
            if (lines[i + 1].StartsWith("|-", StringComparison.Ordinal))
            {
                column = Array.FindIndex(cells, cell => cell.Trim() == "here");
            }
            else if (column > 0 && cells.Length > column)
            {
                foreach (Match match in CodeSpan().Matches(cells[column]))
                {
                    yield return match.Groups[1].Value;
                }
            }
        }
    }

    // The spans that are neither names nor compile in one of the places. Of one with an ellipsis, all names must be known.
    private static string[] Unknown(string[] spans)
    {
        string[] refused = [.. spans.Where(span => !IsKnown(span) && !span.Contains(Ellipsis, StringComparison.Ordinal))];
        foreach (string place in s_places)
        {
            refused = [.. Refused(refused, place)];
        }

        return [.. spans.Where(span => refused.Contains(span) || HasUnknownName(span))];
    }

    // The spans that do not compile in a place. Each has a file of its own, so that an error does not reach the next one.
    private static IEnumerable<string> Refused(string[] spans, string place)
    {
        SyntaxTree variables = Parse(Variables);
        IEnumerable<string> bodies = spans.Select(span => string.Format(CultureInfo.InvariantCulture, place, span));
        SyntaxTree[] trees = [.. bodies.Select((body, i) => Parse($"static void M{i}() {{ {body} }}"))];
        HashSet<SyntaxTree?> wrong =
        [
            .. PageProgram.CreateLibrary([variables, .. trees]).GetDiagnostics()
                .Where(item => item.Severity == DiagnosticSeverity.Error)
                .Select(item => item.Location.SourceTree),
        ];
        Assert.DoesNotContain(variables, wrong);
        return spans.Where((_, i) => wrong.Contains(trees[i]));
    }

    private static bool IsKnown(string span) => s_names.Contains(LastName().Replace(span, "")) || s_otherWords.Contains(span);

    private static bool HasUnknownName(string span) => span.Contains(Ellipsis, StringComparison.Ordinal)
        && Identifier().Matches(span).Any(name => !s_names.Contains(name.Value));

    private static SyntaxTree Parse(string members) => CSharpSyntaxTree.ParseText($"{Usings} static partial class C {{ {members} }}");

    // The names of the public types, members and parameters of our libraries and of ML.NET.
    private static IEnumerable<string> PublicNames()
    {
        IEnumerable<Assembly> assemblies = Directory.GetFiles(AppContext.BaseDirectory, "M*.dll")
            .Where(path => AssemblyFile().IsMatch(Path.GetFileName(path)))
            .Select(path => Assembly.Load(AssemblyName.GetAssemblyName(path)));
        foreach (Type type in assemblies.SelectMany(assembly => assembly.GetExportedTypes()))
        {
            yield return type.Name.Split('`')[0];
            foreach (MemberInfo member in type.GetMembers())
            {
                yield return member.Name;
                foreach (ParameterInfo parameter in (member as MethodBase)?.GetParameters() ?? [])
                {
                    yield return parameter.Name ?? "";
                }
            }
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();

    // What precedes the last name of a member: ml.Data. of ml.Data.LoadFromTextFile.
    [GeneratedRegex(@"^(\w+\.)+(?=\w+$)")]
    private static partial Regex LastName();

    [GeneratedRegex(@"\b[A-Z]\w+")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^(MLNetDeep|Microsoft\.ML)\.(.*(?<!Tests)\.)?dll$")]
    private static partial Regex AssemblyFile();
}
