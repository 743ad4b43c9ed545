using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace MLNetDeep.Docs.Tests;

/// <summary>Compiles the C# blocks of a page to one program and runs the program.</summary>
internal static partial class PageProgram
{
    // The using directives that the project setting ImplicitUsings adds.
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(File.Exists)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Compiles the blocks of a page as one program.</summary>
    /// <returns>The assembly and no errors, or the errors in the format "page(line): code: message".</returns>
    public static (byte[] Assembly, string[] Errors) Compile(MarkdownPage page)
    {
        CSharpParseOptions language = new(LanguageVersion.Latest);
        CSharpCompilation compilation = CSharpCompilation.Create(
            $"Docs.{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, language), CSharpSyntaxTree.ParseText(CreateSource(page), language)],
            s_references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using MemoryStream assembly = new();
        EmitResult result = compilation.Emit(assembly);
        return (assembly.ToArray(), [.. result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(Format)]);
    }

    /// <summary>Prepares the compilation of source files that are no program.</summary>
    public static CSharpCompilation CreateLibrary(IEnumerable<SyntaxTree> files) => CSharpCompilation.Create(
        $"Docs.{Guid.NewGuid():N}",
        files,
        s_references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>Runs a compiled program with the folder as the current directory.</summary>
    /// <returns>The console output of the program.</returns>
    public static string Run(byte[] assembly, string folder)
    {
        string previousFolder = Environment.CurrentDirectory;
        TextWriter previousOutput = Console.Out;
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
            Console.SetOut(previousOutput);
            Environment.CurrentDirectory = previousFolder;
        }

        return output.ToString();
    }

    // Returns the program's source. Using directives must precede statements, so they are moved to the top. A #line directive per line
    // makes the compiler report the position in the page.
    private static string CreateSource(MarkdownPage page)
    {
        string dataPrefix = $"\"{MarkdownPage.Root.Replace('\\', '/')}/data/";
        StringBuilder usings = new();
        StringBuilder statements = new();
        foreach (CodeBlock block in page.Blocks)
        {
            for (int i = 0; i < block.Lines.Length; i++)
            {
                StringBuilder section = UsingDirective().IsMatch(block.Lines[i]) ? usings : statements;
                section.AppendLine($"#line {block.FirstLine + i} \"{page.Name}\"");
                section.AppendLine(block.Lines[i].Replace("\"data/", dataPrefix, StringComparison.Ordinal));
            }
        }

        return $"{usings}{statements}";
    }

    private static string Format(Diagnostic diagnostic)
    {
        FileLinePositionSpan place = diagnostic.Location.GetMappedLineSpan();
        return $"{place.Path}({place.StartLinePosition.Line + 1}): {diagnostic.Id}: {diagnostic.GetMessage()}";
    }

    [GeneratedRegex(@"^using (static )?[\w.]+;")]
    private static partial Regex UsingDirective();
}
