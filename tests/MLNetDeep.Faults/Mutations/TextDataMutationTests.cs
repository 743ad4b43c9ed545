namespace MLNetDeep.Faults.Mutations;

/// <summary>Damages files of texts.</summary>
public sealed class TextDataMutationTests
{
    public static TheoryData<string> Names => [.. TextDataFormats.All.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_files_are_read_or_refused(string name) => MutationAttack.Run(TextDataFormats.All.Single(format => format.Name == name));
}
