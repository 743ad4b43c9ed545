namespace MLNetDeep.Faults.Mutations;

/// <summary>Damages image files.</summary>
public sealed class ImageFileMutationTests
{
    public static TheoryData<string> Names => [.. ImageFileFormats.All.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_files_are_read_or_refused(string name) => MutationAttack.Run(ImageFileFormats.All.Single(format => format.Name == name));
}
