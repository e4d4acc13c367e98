using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BaiguStore.Core.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class ChangesSayWhere : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "FromCategoryId",
                table: "Changes",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ToCategoryId",
                table: "Changes",
                type: "int",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "FromCategoryId",
                table: "Changes");

            migrationBuilder.DropColumn(
                name: "ToCategoryId",
                table: "Changes");
        }
    }
}
