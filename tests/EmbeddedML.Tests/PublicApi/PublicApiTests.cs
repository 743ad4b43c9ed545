using System.Reflection;
using Microsoft.ML;

namespace EmbeddedML.Tests.PublicApi;

/// <summary>Whatever EmbeddedML shows, ML.NET has too, with the same signature: a program that compiles here compiles there.</summary>
public class PublicApiTests
{
    private static readonly Assembly s_assembly = typeof(MLContext).Assembly;
    private static readonly IReadOnlyDictionary<string, HashSet<string>> s_list = ApiList.MembersByType();

    [Fact]
    public void Every_public_type_is_one_of_ML_NET()
        => Assert.All(s_assembly.GetExportedTypes(), type => Assert.Contains(ApiText.Header(type), s_list.Keys));

    [Fact]
    public void Every_public_member_is_one_of_ML_NET()
    {
        IEnumerable<string> foreign =
            from type in s_assembly.GetExportedTypes()
            let header = ApiText.Header(type)
            where s_list.ContainsKey(header)
            from member in ApiText.Members(type)
            where !s_list[header].Contains(member)
            select $"{header}: {member}";
        Assert.Equal("", string.Join('\n', foreign));
    }

    [Fact]
    public void Every_public_type_is_in_a_namespace_of_ML_NET()
        => Assert.All(s_assembly.GetExportedTypes(), type => Assert.StartsWith("Microsoft.ML", type.Namespace));

    [Theory]
    [InlineData("Microsoft.ML.Data :: struct VBuffer<T>", "public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = null)")]
    [InlineData("Microsoft.ML :: sealed class DataOperationsCatalog", "public IDataView TakeRows(IDataView input, long count)")]
    [InlineData("Microsoft.ML :: struct SchemaShape.Column", "public readonly SchemaShape.Column.VectorKind Kind")]
    public void The_list_is_read_as_it_is_written(string type, string member) => Assert.Contains(member, s_list[type]);
}
