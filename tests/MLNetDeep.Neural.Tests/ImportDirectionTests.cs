using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace MLNetDeep.Neural.Tests;

/// <summary>
/// Checks dependencies by reading the source files: the engine does not use ML.NET, no code outside the CPU backend uses its internals,
/// kernels use no code from higher layers, and the libraries use neither samples nor tests.
/// </summary>
public partial class ImportDirectionTests
{
    private const string CpuNamespace = "MLNetDeep.Neural.Cpu";
    private const string Engine = "src/MLNetDeep.Neural";

    private static readonly string s_root = FindRoot();

    [Fact]
    public void The_engine_does_not_use_ML_NET() =>
        AssertNone(Sources(Engine), source => MLNet().Matches(source.Code).Select(match => match.Value));

    [Fact]
    public void The_engine_uses_CPU_backend_internals_only_inside_that_backend()
    {
        HashSet<string> inside = TypeNames(name => name == CpuNamespace || name.StartsWith($"{CpuNamespace}.", StringComparison.Ordinal));
        Assert.Contains("KernelSet", inside);
        AssertNone(
            Sources(Engine).Where(source => !source.Path.StartsWith($"{Engine}/Cpu/", StringComparison.Ordinal)),
            source => UsedNames(source.Code, inside).Concat(CpuNames().Matches(source.Code).Select(match => match.Value)));
    }

    [Fact]
    public void The_engine_references_the_CPU_backend_in_one_place()
    {
        string[] places =
        [
            .. Sources(Engine).Where(source => UsedNames(source.Code, [nameof(CpuBackend)]).Any()).Select(source => source.Path)
                .Where(path => !path.StartsWith($"{Engine}/Cpu/", StringComparison.Ordinal)),
        ];
        Assert.Equal([$"{Engine}/Backends/ComputeBackends.cs"], places);
    }

    [Theory]
    [InlineData("src/MLNetDeep")]
    [InlineData("src/MLNetDeep.Hosting")]
    [InlineData("src/MLNetDeep.Images")]
    [InlineData("src/MLNetDeep.Loader")]
    [InlineData("src/MLNetDeep.Reports")]
    [InlineData("samples")]
    public void Other_projects_do_not_use_CPU_backend_internals(string folder) =>
        AssertNone(Sources(folder), source => CpuNames().Matches(source.Code).Select(match => match.Value));

    [Fact]
    public void Kernels_use_no_higher_layers()
    {
        HashSet<string> above = TypeNames(name => name == CpuNamespace);
        Assert.Contains("CpuSession", above);
        AssertNone(Sources($"{Engine}/Cpu/Kernels"), source => UsedNames(source.Code, above));
    }

    [Fact]
    public void Libraries_reference_only_those_below_them()
    {
        // The first two stand for assemblies of ML.NET when the Loader is compiled.
        string[] fromTheBottom =
        [
            "Microsoft.ML.Core", "Microsoft.ML.Data", "Neural", "Mpi", "Keras", "Loader", "MLNetDeep", "Onnx", "Images", "TorchSharp", "Tuning",
            "Reports", "Hosting",
        ];

        // The templates are programs that use the packages.
        Source[] projects =
        [
            .. Sources("src").Where(source => source.Path.EndsWith(".csproj", StringComparison.Ordinal)
                && !source.Path.StartsWith("src/MLNetDeep.Templates/", StringComparison.Ordinal)),
        ];
        Assert.Equal(fromTheBottom.Order(), projects.Select(source => NameOf(source.Path)).Order());
        AssertNone(projects, source => ReferencedProject().Matches(source.Code).Select(match => NameOf(match.Value.Trim('"')))
            .Where(name => Array.IndexOf(fromTheBottom, name) is int place && (place < 0 || place >= Array.IndexOf(fromTheBottom, NameOf(source.Path)))));

        static string NameOf(string path) => Path.GetFileNameWithoutExtension(path).Replace("MLNetDeep.", "", StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_library_for_hosting_uses_ASP_NET()
    {
        ILookup<bool, Source> sources = Sources("src").ToLookup(source => source.Path.StartsWith("src/MLNetDeep.Hosting/", StringComparison.Ordinal));
        Assert.Contains(sources[true], source => AspNet().IsMatch(source.Code));
        AssertNone(sources[false], source => AspNet().Matches(source.Code).Select(match => match.Value));
    }

    [Fact]
    public void The_libraries_use_neither_samples_nor_tests() =>
        AssertNone(Sources("src"), source => SamplesOrTests().Matches(source.Code).Select(match => match.Value));

    // Tests the parser itself, whose errors could make the tests above pass wrongly.
    [Theory]
    [InlineData("using MLNetDeep.Neural.Cpu;", "MLNetDeep.Neural.Cpu")]
    [InlineData("using Kernels = MLNetDeep.Neural.Cpu.Kernels;", "MLNetDeep.Neural.Cpu")]
    [InlineData("return Cpu.Kernels.KernelSet.BestTier;", "KernelSet")]
    [InlineData("string s = $\"{KernelSet.BestTier}\";", "KernelSet")]
    [InlineData("string s = \"//\"; KernelSet k;", "KernelSet")]
    [InlineData("string s = \"\\\"//\"; KernelSet k;", "KernelSet")]
    [InlineData("char c = '\"'; KernelSet k; // \"", "KernelSet")]
    [InlineData("int a; // KernelSet", null)]
    [InlineData("/// <see cref=\"MLNetDeep.Neural.Cpu.Kernels.KernelSet\"/>\nint a;", null)]
    [InlineData("/* KernelSet\n KernelSet */ int a;", null)]
    [InlineData("int KernelSets, aKernelSet;", null)]
    public void Names_are_found_in_code_and_not_in_comments(string text, string? found)
    {
        string code = WithoutComments(text);
        Assert.Equal(found is null ? [] : [found], UsedNames(code, ["KernelSet"]).Concat(CpuNames().Matches(code).Select(match => match.Value)));
    }

    /// <summary>The names of engine types in the wanted namespaces, except names that also occur in another engine namespace.</summary>
    private static HashSet<string> TypeNames(Func<string, bool> isWanted)
    {
        ILookup<bool, string> names = typeof(Network).Assembly.GetTypes()
            .Where(type => !type.IsNested && type.Namespace is not null && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
            .ToLookup(type => isWanted(type.Namespace!), type => type.Name.Split('`')[0]);
        return [.. names[true].Except(names[false])];
    }

    private static IEnumerable<string> UsedNames(string code, HashSet<string> names) =>
        Identifier().Matches(code).Select(match => match.Value).Where(names.Contains);

    private static void AssertNone(IEnumerable<Source> sources, Func<Source, IEnumerable<string>> find)
    {
        List<Source> all = [.. sources];
        Assert.NotEmpty(all);
        string found = string.Join('\n', all.SelectMany(source => find(source).Distinct().Select(name => $"{source.Path} names {name}")));
        Assert.True(found.Length == 0, found);
    }

    /// <summary>The code files and project files in a folder, without comments.</summary>
    private static IEnumerable<Source> Sources(string folder) =>
        from path in Directory.EnumerateFiles(Path.Combine(s_root, folder), "*.cs*", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(s_root, path).Replace('\\', '/')
        where name.EndsWith(".cs", StringComparison.Ordinal) || name.EndsWith(".csproj", StringComparison.Ordinal)
        where !name.Contains("/obj/", StringComparison.Ordinal) && !name.Contains("/bin/", StringComparison.Ordinal)
        select new Source(name, WithoutComments(File.ReadAllText(path)));

    // Strings are kept, since interpolated strings may contain code. The pattern matches them so that no comment starts inside one.
    private static string WithoutComments(string text) => StringOrComment().Replace(text, match => match.Value[0] is '/' or '<' ? " " : match.Value);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MLNetDeep.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("MLNetDeep.sln is in no folder above the tests.");
    }

    [GeneratedRegex(""""
        """[\s\S]*?"""|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'|//[^\n]*|/\*[\s\S]*?\*/|<!--[\s\S]*?-->
        """")]
    private static partial Regex StringOrComment();

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Identifier();

    [GeneratedRegex("\"[^\"]*\\.csproj\"")]
    private static partial Regex ReferencedProject();

    [GeneratedRegex(@"\bMicrosoft\.AspNetCore\b")]
    private static partial Regex AspNet();

    [GeneratedRegex(@"\bMicrosoft\.ML\b")]
    private static partial Regex MLNet();

    [GeneratedRegex(@"\bMLNetDeep\.Neural\.Cpu\b")]
    private static partial Regex CpuNames();

    // Matches project paths and namespaces, but not InternalsVisibleTo, which a library may use for tests.
    [GeneratedRegex(@"[\\/""](?:samples|tests)[\\/][^""]*|\bMLNetDeep\.Samples\b|\b(?:using|namespace)\b[^;]*\.Tests\b", RegexOptions.IgnoreCase)]
    private static partial Regex SamplesOrTests();

    private sealed record Source(string Path, string Code);
}
