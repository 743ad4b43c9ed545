using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace MLNetDeep.Neural.Tests;

/// <summary>
/// Reads the sources: the engine does not know ML.NET, what is around the CPU backend does not know its inside, its kernels know nothing
/// above them, and the libraries know neither samples nor tests.
/// </summary>
public partial class ImportDirectionTests
{
    private const string CpuNamespace = "MLNetDeep.Neural.Cpu";
    private const string Engine = "src/MLNetDeep.Neural";

    private static readonly string s_root = FindRoot();

    [Fact]
    public void The_engine_does_not_name_ML_NET() =>
        AssertNone(Sources(Engine), source => MLNet().Matches(source.Code).Select(match => match.Value));

    [Fact]
    public void The_engine_names_what_is_inside_the_CPU_backend_there_only()
    {
        HashSet<string> inside = TypeNames(name => name == CpuNamespace || name.StartsWith($"{CpuNamespace}.", StringComparison.Ordinal));
        Assert.Contains("KernelSet", inside);
        AssertNone(
            Sources(Engine).Where(source => !source.Path.StartsWith($"{Engine}/Cpu/", StringComparison.Ordinal)),
            source => Named(source.Code, inside).Concat(CpuNames().Matches(source.Code).Select(match => match.Value)));
    }

    [Fact]
    public void The_engine_gets_the_CPU_backend_in_one_place()
    {
        string[] places =
        [
            .. Sources(Engine).Where(source => Named(source.Code, [nameof(CpuBackend)]).Any()).Select(source => source.Path)
                .Where(path => !path.StartsWith($"{Engine}/Cpu/", StringComparison.Ordinal)),
        ];
        Assert.Equal([$"{Engine}/Backends/ComputeBackends.cs"], places);
    }

    [Theory]
    [InlineData("src/MLNetDeep")]
    [InlineData("src/MLNetDeep.Loader")]
    [InlineData("src/MLNetDeep.Reports")]
    [InlineData("samples")]
    public void Others_do_not_name_what_is_inside_the_CPU_backend(string folder) =>
        AssertNone(Sources(folder), source => CpuNames().Matches(source.Code).Select(match => match.Value));

    [Fact]
    public void Kernels_name_nothing_above_them()
    {
        HashSet<string> above = TypeNames(name => name == CpuNamespace);
        Assert.Contains("CpuSession", above);
        AssertNone(Sources($"{Engine}/Cpu/Kernels"), source => Named(source.Code, above));
    }

    [Fact]
    public void The_libraries_use_neither_samples_nor_tests() =>
        AssertNone(Sources("src"), source => SamplesOrTests().Matches(source.Code).Select(match => match.Value));

    // What the tests above would not see if it went wrong.
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
        Assert.Equal(found is null ? [] : [found], Named(code, ["KernelSet"]).Concat(CpuNames().Matches(code).Select(match => match.Value)));
    }

    /// <summary>The names of the types of some namespaces of the engine, but for those that name a type elsewhere in it too.</summary>
    private static HashSet<string> TypeNames(Func<string, bool> isWanted)
    {
        ILookup<bool, string> names = typeof(Network).Assembly.GetTypes()
            .Where(type => !type.IsNested && type.Namespace is not null && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
            .ToLookup(type => isWanted(type.Namespace!), type => type.Name.Split('`')[0]);
        return [.. names[true].Except(names[false])];
    }

    private static IEnumerable<string> Named(string code, HashSet<string> names) =>
        Identifier().Matches(code).Select(match => match.Value).Where(names.Contains);

    private static void AssertNone(IEnumerable<Source> sources, Func<Source, IEnumerable<string>> find)
    {
        List<Source> all = [.. sources];
        Assert.NotEmpty(all);
        string found = string.Join('\n', all.SelectMany(source => find(source).Distinct().Select(name => $"{source.Path} names {name}")));
        Assert.True(found.Length == 0, found);
    }

    /// <summary>The code and the projects in a folder, without their comments.</summary>
    private static IEnumerable<Source> Sources(string folder) =>
        from path in Directory.EnumerateFiles(Path.Combine(s_root, folder), "*.cs*", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(s_root, path).Replace('\\', '/')
        where name.EndsWith(".cs", StringComparison.Ordinal) || name.EndsWith(".csproj", StringComparison.Ordinal)
        where !name.Contains("/obj/", StringComparison.Ordinal) && !name.Contains("/bin/", StringComparison.Ordinal)
        select new Source(name, WithoutComments(File.ReadAllText(path)));

    // Strings stay, since they may have code in braces; they are matched so that no comment begins in them.
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

    [GeneratedRegex(@"\bMicrosoft\.ML\b")]
    private static partial Regex MLNet();

    [GeneratedRegex(@"\bMLNetDeep\.Neural\.Cpu\b")]
    private static partial Regex CpuNames();

    // A path of a project, or a namespace. (A project may let tests see what is internal.)
    [GeneratedRegex(@"[\\/""](?:samples|tests)[\\/][^""]*|\bMLNetDeep\.Samples\b|\b(?:using|namespace)\b[^;]*\.Tests\b", RegexOptions.IgnoreCase)]
    private static partial Regex SamplesOrTests();

    private sealed record Source(string Path, string Code);
}
