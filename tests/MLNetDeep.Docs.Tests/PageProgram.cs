using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace MLNetDeep.Docs.Tests;

/// <summary>The program that the C# blocks of a page form.</summary>
internal static partial class PageProgram
{
    // Those of a project with ImplicitUsings.
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(File.Exists)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Compiles the page's blocks as one program.</summary>
    /// <returns>The assembly, or the errors as "page(line): message".</returns>
    public static (byte[] Assembly, string[] Errors) Compile(MarkdownPage page)
    {
        CSharpParseOptions language = new(LanguageVersion.Latest);
        CSharpCompilation compilation = CSharpCompilation.Create(
            $"Docs.{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, language), CSharpSyntaxTree.ParseText(Source(page), language)],
            s_references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using MemoryStream assembly = new();
        EmitResult result = compilation.Emit(assembly);
        return (assembly.ToArray(), [.. result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(Text)]);
    }

    /// <summary>Runs a compiled program in a folder.</summary>
    /// <returns>What it wrote to the console.</returns>
    public static string Run(byte[] assembly, string folder)
    {
        string before = Environment.CurrentDirectory;
        TextWriter console = Console.Out;
        using StringWriter output = new();
        Environment.CurrentDirectory = folder;
        Console.SetOut(output);
        try
        {
            MethodInfo main = Assembly.Load(assembly).EntryPoint!;
            main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], null);
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = before;
        }

        return output.ToString();
    }

    // Using directives must precede statements, so they are moved to the top; #line keeps their place in the page.
    private static string Source(MarkdownPage page)
    {
        string data = $"\"{MarkdownPage.Root.Replace('\\', '/')}/data/";
        StringBuilder usings = new();
        StringBuilder statements = new();
        foreach (CodeBlock block in page.Blocks)
        {
            for (int i = 0; i < block.Lines.Length; i++)
            {
                StringBuilder part = UsingDirective().IsMatch(block.Lines[i]) ? usings : statements;
                part.AppendLine($"#line {block.FirstLine + i} \"{page.Name}\"");
                part.AppendLine(block.Lines[i].Replace("\"data/", data, StringComparison.Ordinal));
            }
        }

        return $"{usings}{statements}";
    }

    private static string Text(Diagnostic diagnostic)
    {
        FileLinePositionSpan place = diagnostic.Location.GetMappedLineSpan();
        return $"{place.Path}({place.StartLinePosition.Line + 1}): {diagnostic.Id}: {diagnostic.GetMessage()}";
    }

    [GeneratedRegex(@"^using (static )?[\w.]+;")]
    private static partial Regex UsingDirective();
}
