using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BaiguStore.Core.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class ModerationAndVisits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Address",
                table: "Comments",
                type: "nvarchar(45)",
                maxLength: 45,
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<DateTime>(
                name: "EditedAt",
                table: "Comments",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "HeldFor",
                table: "Comments",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "StaffId",
                table: "Comments",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Comments",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "CommentBlocks",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    Text = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Refuses = table.Column<bool>(type: "bit", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CommentBlocks", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "CommentRules",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false),
                    PublishAtOnce = table.Column<bool>(type: "bit", nullable: true),
                    PerMinute = table.Column<int>(type: "int", nullable: true),
                    MinSeconds = table.Column<int>(type: "int", nullable: true),
                    MaxHours = table.Column<int>(type: "int", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CommentRules", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ModerationActs",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    StaffId = table.Column<int>(type: "int", nullable: true),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Count = table.Column<int>(type: "int", nullable: false),
                    UndoneAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Before = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ModerationActs", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Visits",
                columns: table => new
                {
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    EntityId = table.Column<int>(type: "int", nullable: false),
                    Count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Visits", x => new { x.Day, x.Kind, x.EntityId });
                });

            migrationBuilder.CreateIndex(
                name: "IX_Products_ConfirmedAt",
                table: "Products",
                column: "ConfirmedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Comments_Address_Id",
                table: "Comments",
                columns: new[] { "Address", "Id" },
                filter: "\"Address\" <> ''");

            migrationBuilder.CreateIndex(
                name: "IX_Comments_Author_Id",
                table: "Comments",
                columns: new[] { "Author", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Comments_CreatedAt",
                table: "Comments",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Comments_Status_Id",
                table: "Comments",
                columns: new[] { "Status", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_CommentBlocks_Kind_Text",
                table: "CommentBlocks",
                columns: new[] { "Kind", "Text" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ModerationActs_StaffId_Id",
                table: "ModerationActs",
                columns: new[] { "StaffId", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CommentBlocks");

            migrationBuilder.DropTable(
                name: "CommentRules");

            migrationBuilder.DropTable(
                name: "ModerationActs");

            migrationBuilder.DropTable(
                name: "Visits");

            migrationBuilder.DropIndex(
                name: "IX_Products_ConfirmedAt",
                table: "Products");

            migrationBuilder.DropIndex(
                name: "IX_Comments_Address_Id",
                table: "Comments");

            migrationBuilder.DropIndex(
                name: "IX_Comments_Author_Id",
                table: "Comments");

            migrationBuilder.DropIndex(
                name: "IX_Comments_CreatedAt",
                table: "Comments");

            migrationBuilder.DropIndex(
                name: "IX_Comments_Status_Id",
                table: "Comments");

            migrationBuilder.DropColumn(
                name: "Address",
                table: "Comments");

            migrationBuilder.DropColumn(
                name: "EditedAt",
                table: "Comments");

            migrationBuilder.DropColumn(
                name: "HeldFor",
                table: "Comments");

            migrationBuilder.DropColumn(
                name: "StaffId",
                table: "Comments");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Comments");
        }
    }
}
