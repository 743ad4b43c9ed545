using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MLNetDeep.Docs.Tests.Messages;

/// <summary>The texts in the source files of the libraries, with an ellipsis for what is only known at run time.</summary>
internal static partial class SourceMessages
{
    /// <summary>What stands for values: <c>… has … columns; the network takes ….</c></summary>
    public const string Value = "…";

    /// <summary>The syntax of the source files of all libraries that have texts.</summary>
    public static IReadOnlyList<SyntaxNode> Files { get; } =
    [
        .. Directory.GetDirectories(Path.Combine(MarkdownPage.Root, "src")).SelectMany(CodeOf).Select(File.ReadAllText)
            .Where(code => code.Contains('"', StringComparison.Ordinal) || code.Contains("Exception(", StringComparison.Ordinal))
            .Select(code => CSharpSyntaxTree.ParseText(code).GetRoot()),
    ];

    /// <summary>Returns the exceptions that code creates: their types and their messages.</summary>
    /// <remarks>An exception without a text of its own has the message "".</remarks>
    public static IEnumerable<(string Type, string Message)> Exceptions(SyntaxNode root)
    {
        foreach (BaseObjectCreationExpressionSyntax creation in root.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>())
        {
            if (TypeOf(creation) is { } type && type.EndsWith("Exception", StringComparison.Ordinal))
            {
                IEnumerable<string> texts = (creation.ArgumentList?.Arguments ?? []).SelectMany(argument => Texts(argument.Expression));
                foreach (string message in texts.Where(IsSentence).DefaultIfEmpty(""))
                {
                    yield return (type, message);
                }
            }
        }
    }

    /// <summary>Returns all texts in the code.</summary>
    public static IEnumerable<string> AllTexts(SyntaxNode root) =>
        root.DescendantNodes().OfType<ExpressionSyntax>().SelectMany(Texts);

    // The files of a project, without those that the build makes.
    private static IEnumerable<string> CodeOf(string project) => Directory.GetDirectories(project)
        .Where(folder => Path.GetFileName(folder) is not ("obj" or "bin"))
        .SelectMany(folder => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Concat(Directory.GetFiles(project, "*.cs"));

    // The texts that an expression can have: several if it is a condition. A part that is no literal becomes an ellipsis.
    private static IEnumerable<string> Texts(ExpressionSyntax expression) => (expression switch
    {
        ConditionalExpressionSyntax condition => Texts(condition.WhenTrue).Concat(Texts(condition.WhenFalse)),
        ParenthesizedExpressionSyntax inner => Texts(inner.Expression),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Create" } } create =>
            create.ArgumentList.Arguments.SelectMany(argument => Texts(argument.Expression)),
        LiteralExpressionSyntax or InterpolatedStringExpressionSyntax => [Text(expression)],
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } => [Text(expression)],
        _ => [],
    }).Select(text => Values().Replace(text, Value));

    private static string Text(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.ValueText,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum => Text(sum.Left) + Text(sum.Right),
        InterpolatedStringExpressionSyntax text => string.Concat(text.Contents.Select(Text)),
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } } name =>
            name.ArgumentList.Arguments[0].ToString().Split('.')[^1],
        _ => Value,
    };

    private static string Text(InterpolatedStringContentSyntax content) => content switch
    {
        InterpolatedStringTextSyntax text => text.TextToken.ValueText,
        InterpolationSyntax { Expression: InvocationExpressionSyntax name } => Text(name),
        _ => Value,
    };

    private static bool IsSentence(string text) => text.Any(char.IsLetter) && text.Contains(' ');

    private static string? TypeOf(BaseObjectCreationExpressionSyntax creation) => creation switch
    {
        ObjectCreationExpressionSyntax named => named.Type.ToString(),
        _ => creation.Ancestors().OfType<MethodDeclarationSyntax>().FirstOrDefault()?.ReturnType.ToString(),
    };

    [GeneratedRegex("…+")]
    private static partial Regex Values();
}
